# A paper that is fetched (slip, order) goes to the phone's downloads, with the cookie of who is signed in.
.class public final Lsetu/Papers;
.super Ljava/lang/Object;
.implements Landroid/webkit/DownloadListener;

.field private final door:Lsetu/Door;

.method public constructor <init>(Lsetu/Door;)V
    .registers 2
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    iput-object p1, p0, Lsetu/Papers;->door:Lsetu/Door;
    return-void
.end method

.method public onDownloadStart(Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;J)V
    .registers 15
    # p0 this, p1 address, p2 user agent, p3 disposition, p4 type, p5-p6 length
    invoke-static {p1}, Landroid/net/Uri;->parse(Ljava/lang/String;)Landroid/net/Uri;
    move-result-object v0
    iget-object v1, p0, Lsetu/Papers;->door:Lsetu/Door;
    invoke-static {p1}, Lsetu/Site;->isOurs(Ljava/lang/String;)Z
    move-result v2
    if-nez v2, :ours
    invoke-virtual {v1, v0}, Lsetu/Door;->leave(Landroid/net/Uri;)V
    return-void
    :ours
    new-instance v2, Landroid/app/DownloadManager$Request;
    invoke-direct {v2, v0}, Landroid/app/DownloadManager$Request;-><init>(Landroid/net/Uri;)V
    invoke-static {}, Landroid/webkit/CookieManager;->getInstance()Landroid/webkit/CookieManager;
    move-result-object v3
    invoke-virtual {v3, p1}, Landroid/webkit/CookieManager;->getCookie(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v3
    if-eqz v3, :nobody
    const-string v4, "Cookie"
    invoke-virtual {v2, v4, v3}, Landroid/app/DownloadManager$Request;->addRequestHeader(Ljava/lang/String;Ljava/lang/String;)Landroid/app/DownloadManager$Request;
    :nobody
    invoke-static {p1, p3, p4}, Landroid/webkit/URLUtil;->guessFileName(Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;
    move-result-object v3
    const/4 v4, 0x1
    invoke-virtual {v2, v4}, Landroid/app/DownloadManager$Request;->setNotificationVisibility(I)Landroid/app/DownloadManager$Request;
    invoke-virtual {v2, p4}, Landroid/app/DownloadManager$Request;->setMimeType(Ljava/lang/String;)Landroid/app/DownloadManager$Request;
    :try_fetch
    const-string v4, "Download"
    invoke-virtual {v2, v1, v4, v3}, Landroid/app/DownloadManager$Request;->setDestinationInExternalFilesDir(Landroid/content/Context;Ljava/lang/String;Ljava/lang/String;)Landroid/app/DownloadManager$Request;
    const-string v4, "download"
    invoke-virtual {v1, v4}, Lsetu/Door;->getSystemService(Ljava/lang/String;)Ljava/lang/Object;
    move-result-object v4
    check-cast v4, Landroid/app/DownloadManager;
    invoke-virtual {v4, v2}, Landroid/app/DownloadManager;->enqueue(Landroid/app/DownloadManager$Request;)J
    const-string v4, "fetching"
    invoke-virtual {v1, v4}, Lsetu/Door;->say(Ljava/lang/String;)V
    :try_end
    .catch Ljava/lang/RuntimeException; {:try_fetch .. :try_end} :failed
    return-void
    :failed
    move-exception v4
    const-string v4, "not_fetched"
    invoke-virtual {v1, v4}, Lsetu/Door;->say(Ljava/lang/String;)V
    return-void
.end method
