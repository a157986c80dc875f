# Which addresses open here, and what is shown when the server cannot be reached.
.class public final Lsetu/Pages;
.super Landroid/webkit/WebViewClient;

.field private final door:Lsetu/Door;

.method public constructor <init>(Lsetu/Door;)V
    .registers 2
    invoke-direct {p0}, Landroid/webkit/WebViewClient;-><init>()V
    iput-object p1, p0, Lsetu/Pages;->door:Lsetu/Door;
    return-void
.end method

# Our own pages stay; "setu:again" is the button of the page for when there is no network; the rest leaves.
.method public shouldOverrideUrlLoading(Landroid/webkit/WebView;Landroid/webkit/WebResourceRequest;)Z
    .registers 6
    invoke-interface {p2}, Landroid/webkit/WebResourceRequest;->getUrl()Landroid/net/Uri;
    move-result-object v0
    invoke-virtual {v0}, Landroid/net/Uri;->toString()Ljava/lang/String;
    move-result-object v1
    invoke-static {v1}, Lsetu/Site;->isOurs(Ljava/lang/String;)Z
    move-result v2
    if-eqz v2, :not_ours
    const/4 v2, 0x0
    return v2
    :not_ours
    const-string v2, "setu:again"
    invoke-virtual {v2, v1}, Ljava/lang/String;->equals(Ljava/lang/Object;)Z
    move-result v2
    if-eqz v2, :leave
    iget-object v1, p0, Lsetu/Pages;->door:Lsetu/Door;
    invoke-virtual {v1}, Lsetu/Door;->again()V
    goto :done
    :leave
    iget-object v1, p0, Lsetu/Pages;->door:Lsetu/Door;
    invoke-virtual {v1, v0}, Lsetu/Door;->leave(Landroid/net/Uri;)V
    :done
    const/4 v2, 0x1
    return v2
.end method

# Belt to the pages' own policy: nothing of another server is fetched, not even a picture or a posted form.
.method public shouldInterceptRequest(Landroid/webkit/WebView;Landroid/webkit/WebResourceRequest;)Landroid/webkit/WebResourceResponse;
    .registers 7
    invoke-interface {p2}, Landroid/webkit/WebResourceRequest;->getUrl()Landroid/net/Uri;
    move-result-object v0
    invoke-virtual {v0}, Landroid/net/Uri;->toString()Ljava/lang/String;
    move-result-object v0
    invoke-static {v0}, Lsetu/Site;->isOurs(Ljava/lang/String;)Z
    move-result v1
    if-nez v1, :let
    const-string v1, "http"
    invoke-virtual {v0, v1}, Ljava/lang/String;->startsWith(Ljava/lang/String;)Z
    move-result v1
    if-eqz v1, :let
    new-instance v0, Landroid/webkit/WebResourceResponse;
    const-string v1, "text/plain"
    const-string v2, "utf-8"
    const/4 v3, 0x0
    invoke-direct {v0, v1, v2, v3}, Landroid/webkit/WebResourceResponse;-><init>(Ljava/lang/String;Ljava/lang/String;Ljava/io/InputStream;)V
    return-object v0
    :let
    const/4 v0, 0x0
    return-object v0
.end method

.method public onReceivedError(Landroid/webkit/WebView;Landroid/webkit/WebResourceRequest;Landroid/webkit/WebResourceError;)V
    .registers 6
    invoke-interface {p2}, Landroid/webkit/WebResourceRequest;->isForMainFrame()Z
    move-result v0
    if-eqz v0, :part
    invoke-interface {p2}, Landroid/webkit/WebResourceRequest;->getUrl()Landroid/net/Uri;
    move-result-object v0
    invoke-virtual {v0}, Landroid/net/Uri;->toString()Ljava/lang/String;
    move-result-object v0
    iget-object v1, p0, Lsetu/Pages;->door:Lsetu/Door;
    invoke-virtual {v1, v0}, Lsetu/Door;->offline(Ljava/lang/String;)V
    :part
    return-void
.end method

# A certificate that is not right is never gone past.
.method public onReceivedSslError(Landroid/webkit/WebView;Landroid/webkit/SslErrorHandler;Landroid/net/http/SslError;)V
    .registers 6
    invoke-virtual {p2}, Landroid/webkit/SslErrorHandler;->cancel()V
    invoke-virtual {p3}, Landroid/net/http/SslError;->getUrl()Ljava/lang/String;
    move-result-object v0
    iget-object v1, p0, Lsetu/Pages;->door:Lsetu/Door;
    invoke-virtual {v1, v0}, Lsetu/Door;->offline(Ljava/lang/String;)V
    return-void
.end method

# A phone short of memory ends the page's process: begin anew instead of ending with it.
.method public onRenderProcessGone(Landroid/webkit/WebView;Landroid/webkit/RenderProcessGoneDetail;)Z
    .registers 4
    iget-object v0, p0, Lsetu/Pages;->door:Lsetu/Door;
    invoke-virtual {v0}, Lsetu/Door;->renew()V
    const/4 v0, 0x1
    return v0
.end method
