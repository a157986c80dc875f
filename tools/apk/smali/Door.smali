# The one window: the portal's pages, and what the phone lends them. The portal does all the rest.
.class public final Lsetu/Door;
.super Landroid/app/Activity;

.field private web:Landroid/webkit/WebView;
.field private failed:Ljava/lang/String;
.field private shared:[Landroid/net/Uri;

# A file field of the page waits for its files.
.field private files:Landroid/webkit/ValueCallback;
.field private params:Landroid/webkit/WebChromeClient$FileChooserParams;
.field private photo:Landroid/net/Uri;

# A page waits for the phone's leave.
.field private asker:Ljava/lang/String;
.field private where:Landroid/webkit/GeolocationPermissions$Callback;
.field private asked:Landroid/webkit/PermissionRequest;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

# --- the window's life

.method protected onCreate(Landroid/os/Bundle;)V
    .registers 5
    invoke-super {p0, p1}, Landroid/app/Activity;->onCreate(Landroid/os/Bundle;)V
    new-instance v0, Landroid/webkit/WebView;
    invoke-direct {v0, p0}, Landroid/webkit/WebView;-><init>(Landroid/content/Context;)V
    iput-object v0, p0, Lsetu/Door;->web:Landroid/webkit/WebView;
    invoke-direct {p0, v0}, Lsetu/Door;->settle(Landroid/webkit/WebView;)V
    invoke-virtual {p0, v0}, Lsetu/Door;->setContentView(Landroid/view/View;)V
    if-nez p1, :restore
    invoke-static {p0}, Lsetu/Pictures;->clear(Landroid/content/Context;)V
    goto :open
    :restore
    invoke-virtual {v0, p1}, Landroid/webkit/WebView;->restoreState(Landroid/os/Bundle;)Landroid/webkit/WebBackForwardList;
    move-result-object v1
    if-eqz v1, :open
    return-void
    :open
    invoke-virtual {p0}, Lsetu/Door;->getIntent()Landroid/content/Intent;
    move-result-object v1
    invoke-direct {p0, v1}, Lsetu/Door;->open(Landroid/content/Intent;)V
    return-void
.end method

.method private settle(Landroid/webkit/WebView;)V
    .registers 7
    invoke-virtual {p1}, Landroid/webkit/WebView;->getSettings()Landroid/webkit/WebSettings;
    move-result-object v0
    const/4 v1, 0x1
    const/4 v2, 0x0
    invoke-virtual {v0, v1}, Landroid/webkit/WebSettings;->setJavaScriptEnabled(Z)V
    invoke-virtual {v0, v1}, Landroid/webkit/WebSettings;->setDomStorageEnabled(Z)V
    invoke-virtual {v0, v2}, Landroid/webkit/WebSettings;->setAllowFileAccess(Z)V
    invoke-virtual {v0, v2}, Landroid/webkit/WebSettings;->setAllowContentAccess(Z)V
    invoke-virtual {v0, v1}, Landroid/webkit/WebSettings;->setMixedContentMode(I)V
    invoke-virtual {v0}, Landroid/webkit/WebSettings;->getUserAgentString()Ljava/lang/String;
    move-result-object v3
    const-string v4, " ShramSetuApp/@VERSION@"
    invoke-virtual {v3, v4}, Ljava/lang/String;->concat(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v3
    invoke-virtual {v0, v3}, Landroid/webkit/WebSettings;->setUserAgentString(Ljava/lang/String;)V
    new-instance v3, Lsetu/Pages;
    invoke-direct {v3, p0}, Lsetu/Pages;-><init>(Lsetu/Door;)V
    invoke-virtual {p1, v3}, Landroid/webkit/WebView;->setWebViewClient(Landroid/webkit/WebViewClient;)V
    new-instance v3, Lsetu/Windows;
    invoke-direct {v3, p0}, Lsetu/Windows;-><init>(Lsetu/Door;)V
    invoke-virtual {p1, v3}, Landroid/webkit/WebView;->setWebChromeClient(Landroid/webkit/WebChromeClient;)V
    new-instance v3, Lsetu/Papers;
    invoke-direct {v3, p0}, Lsetu/Papers;-><init>(Lsetu/Door;)V
    invoke-virtual {p1, v3}, Landroid/webkit/WebView;->setDownloadListener(Landroid/webkit/DownloadListener;)V
    return-void
.end method

.method protected onSaveInstanceState(Landroid/os/Bundle;)V
    .registers 3
    invoke-super {p0, p1}, Landroid/app/Activity;->onSaveInstanceState(Landroid/os/Bundle;)V
    iget-object v0, p0, Lsetu/Door;->web:Landroid/webkit/WebView;
    if-eqz v0, :gone
    invoke-virtual {v0, p1}, Landroid/webkit/WebView;->saveState(Landroid/os/Bundle;)Landroid/webkit/WebBackForwardList;
    :gone
    return-void
.end method

.method protected onDestroy()V
    .registers 2
    iget-object v0, p0, Lsetu/Door;->web:Landroid/webkit/WebView;
    if-eqz v0, :gone
    invoke-virtual {v0}, Landroid/webkit/WebView;->destroy()V
    :gone
    invoke-super {p0}, Landroid/app/Activity;->onDestroy()V
    return-void
.end method

# The page's process has ended.
.method public renew()V
    .registers 2
    iget-object v0, p0, Lsetu/Door;->web:Landroid/webkit/WebView;
    if-eqz v0, :gone
    invoke-virtual {v0}, Landroid/webkit/WebView;->destroy()V
    const/4 v0, 0x0
    iput-object v0, p0, Lsetu/Door;->web:Landroid/webkit/WebView;
    invoke-virtual {p0}, Lsetu/Door;->recreate()V
    :gone
    return-void
.end method

.method public onBackPressed()V
    .registers 3
    iget-object v0, p0, Lsetu/Door;->web:Landroid/webkit/WebView;
    if-eqz v0, :leave
    invoke-virtual {v0}, Landroid/webkit/WebView;->canGoBack()Z
    move-result v1
    if-eqz v1, :leave
    invoke-virtual {v0}, Landroid/webkit/WebView;->goBack()V
    return-void
    :leave
    invoke-super {p0}, Landroid/app/Activity;->onBackPressed()V
    return-void
.end method

# --- what other apps share

# Coming back by the sign on the home screen goes on where the page stood.
.method protected onNewIntent(Landroid/content/Intent;)V
    .registers 4
    invoke-super {p0, p1}, Landroid/app/Activity;->onNewIntent(Landroid/content/Intent;)V
    const-string v0, "android.intent.action.MAIN"
    invoke-virtual {p1}, Landroid/content/Intent;->getAction()Ljava/lang/String;
    move-result-object v1
    invoke-virtual {v0, v1}, Ljava/lang/String;->equals(Ljava/lang/Object;)Z
    move-result v0
    if-nez v0, :back
    invoke-direct {p0, p1}, Lsetu/Door;->open(Landroid/content/Intent;)V
    :back
    return-void
.end method

.method private open(Landroid/content/Intent;)V
    .registers 6
    const-string v0, "@ORIGIN@/"
    const-string v1, "android.intent.action.SEND"
    invoke-virtual {p1}, Landroid/content/Intent;->getAction()Ljava/lang/String;
    move-result-object v2
    invoke-virtual {v1, v2}, Ljava/lang/String;->equals(Ljava/lang/Object;)Z
    move-result v1
    if-eqz v1, :load
    :try_take
    invoke-direct {p0, p1}, Lsetu/Door;->take(Landroid/content/Intent;)Ljava/lang/String;
    move-result-object v0
    :try_end
    .catch Ljava/lang/RuntimeException; {:try_take .. :try_end} :bad
    goto :load
    :bad
    move-exception v1
    :load
    iget-object v1, p0, Lsetu/Door;->web:Landroid/webkit/WebView;
    if-eqz v1, :gone
    invoke-virtual {v1, v0}, Landroid/webkit/WebView;->loadUrl(Ljava/lang/String;)V
    :gone
    return-void
.end method

# Words travel behind the "#", which no server and no log ever sees; a file waits for the page's file field.
.method private take(Landroid/content/Intent;)Ljava/lang/String;
    .registers 6
    const-string v0, "android.intent.extra.STREAM"
    invoke-virtual {p1, v0}, Landroid/content/Intent;->getParcelableExtra(Ljava/lang/String;)Landroid/os/Parcelable;
    move-result-object v0
    check-cast v0, Landroid/net/Uri;
    invoke-direct {p0, v0}, Lsetu/Door;->isAnothers(Landroid/net/Uri;)Z
    move-result v1
    if-eqz v1, :words
    const/4 v1, 0x1
    new-array v1, v1, [Landroid/net/Uri;
    const/4 v2, 0x0
    aput-object v0, v1, v2
    iput-object v1, p0, Lsetu/Door;->shared:[Landroid/net/Uri;
    const-string v1, "kept"
    invoke-virtual {p0, v1}, Lsetu/Door;->say(Ljava/lang/String;)V
    :words
    const-string v0, "android.intent.extra.TEXT"
    invoke-virtual {p1, v0}, Landroid/content/Intent;->getStringExtra(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v0
    if-eqz v0, :none
    invoke-virtual {v0}, Ljava/lang/String;->length()I
    move-result v1
    const/16 v2, 0xfa0
    if-le v1, v2, :short
    const/4 v1, 0x0
    invoke-virtual {v0, v1, v2}, Ljava/lang/String;->substring(II)Ljava/lang/String;
    move-result-object v0
    :short
    const-string v1, "@ORIGIN@/file/what/#shared="
    invoke-static {v0}, Landroid/net/Uri;->encode(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v0
    invoke-virtual {v1, v0}, Ljava/lang/String;->concat(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v0
    return-object v0
    :none
    const-string v0, "@ORIGIN@/file/"
    return-object v0
.end method

# Only what another app offers by itself: a path of a file could name one of ours.
.method private isAnothers(Landroid/net/Uri;)Z
    .registers 4
    if-eqz p1, :no
    const-string v0, "content"
    invoke-virtual {p1}, Landroid/net/Uri;->getScheme()Ljava/lang/String;
    move-result-object v1
    invoke-virtual {v0, v1}, Ljava/lang/String;->equals(Ljava/lang/Object;)Z
    move-result v0
    return v0
    :no
    const/4 v0, 0x0
    return v0
.end method

# --- leaving, and no network

# Numbers go to the dialler, which waits for a press; other addresses to the app that the phone has for them.
.method public leave(Landroid/net/Uri;)V
    .registers 6
    invoke-virtual {p1}, Landroid/net/Uri;->getScheme()Ljava/lang/String;
    move-result-object v0
    const-string v1, "tel"
    invoke-virtual {v1, v0}, Ljava/lang/String;->equals(Ljava/lang/Object;)Z
    move-result v1
    const-string v2, "android.intent.action.DIAL"
    if-nez v1, :start
    const-string v1, " https http mailto sms geo "
    const-string v2, " "
    invoke-static {v0}, Ljava/lang/String;->valueOf(Ljava/lang/Object;)Ljava/lang/String;
    move-result-object v0
    invoke-virtual {v2, v0}, Ljava/lang/String;->concat(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v0
    invoke-virtual {v0, v2}, Ljava/lang/String;->concat(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v0
    invoke-virtual {v1, v0}, Ljava/lang/String;->contains(Ljava/lang/CharSequence;)Z
    move-result v0
    if-eqz v0, :none
    const-string v2, "android.intent.action.VIEW"
    :start
    new-instance v0, Landroid/content/Intent;
    invoke-direct {v0, v2, p1}, Landroid/content/Intent;-><init>(Ljava/lang/String;Landroid/net/Uri;)V
    :try_start
    invoke-virtual {p0, v0}, Lsetu/Door;->startActivity(Landroid/content/Intent;)V
    :try_end
    .catch Landroid/content/ActivityNotFoundException; {:try_start .. :try_end} :missing
    return-void
    :missing
    move-exception v0
    :none
    const-string v0, "nothing_opens"
    invoke-virtual {p0, v0}, Lsetu/Door;->say(Ljava/lang/String;)V
    return-void
.end method

.method public offline(Ljava/lang/String;)V
    .registers 4
    iput-object p1, p0, Lsetu/Door;->failed:Ljava/lang/String;
    iget-object v0, p0, Lsetu/Door;->web:Landroid/webkit/WebView;
    if-eqz v0, :gone
    const-string v1, "file:///android_asset/offline.html"
    invoke-virtual {v0, v1}, Landroid/webkit/WebView;->loadUrl(Ljava/lang/String;)V
    :gone
    return-void
.end method

.method public again()V
    .registers 4
    iget-object v0, p0, Lsetu/Door;->failed:Ljava/lang/String;
    invoke-static {v0}, Lsetu/Site;->isOurs(Ljava/lang/String;)Z
    move-result v1
    if-nez v1, :load
    const-string v0, "@ORIGIN@/"
    :load
    iget-object v1, p0, Lsetu/Door;->web:Landroid/webkit/WebView;
    if-eqz v1, :gone
    invoke-virtual {v1, v0}, Landroid/webkit/WebView;->loadUrl(Ljava/lang/String;)V
    :gone
    return-void
.end method

.method public say(Ljava/lang/String;)V
    .registers 6
    invoke-virtual {p0}, Lsetu/Door;->getResources()Landroid/content/res/Resources;
    move-result-object v0
    const-string v1, "string"
    invoke-virtual {p0}, Lsetu/Door;->getPackageName()Ljava/lang/String;
    move-result-object v2
    invoke-virtual {v0, p1, v1, v2}, Landroid/content/res/Resources;->getIdentifier(Ljava/lang/String;Ljava/lang/String;Ljava/lang/String;)I
    move-result v0
    const/4 v1, 0x1
    invoke-static {p0, v0, v1}, Landroid/widget/Toast;->makeText(Landroid/content/Context;II)Landroid/widget/Toast;
    move-result-object v0
    invoke-virtual {v0}, Landroid/widget/Toast;->show()V
    return-void
.end method

# --- files and camera

.method public choose(Landroid/webkit/ValueCallback;Landroid/webkit/WebChromeClient$FileChooserParams;)V
    .registers 6
    const/4 v0, 0x0
    invoke-direct {p0, v0}, Lsetu/Door;->give([Landroid/net/Uri;)V
    iput-object p1, p0, Lsetu/Door;->files:Landroid/webkit/ValueCallback;
    iput-object p2, p0, Lsetu/Door;->params:Landroid/webkit/WebChromeClient$FileChooserParams;
    iget-object v1, p0, Lsetu/Door;->shared:[Landroid/net/Uri;
    if-eqz v1, :ask
    iput-object v0, p0, Lsetu/Door;->shared:[Landroid/net/Uri;
    invoke-direct {p0, v1}, Lsetu/Door;->give([Landroid/net/Uri;)V
    const-string v0, "added"
    invoke-virtual {p0, v0}, Lsetu/Door;->say(Ljava/lang/String;)V
    return-void
    :ask
    invoke-direct {p0}, Lsetu/Door;->wantsPicture()Z
    move-result v1
    if-eqz v1, :pick
    const-string v1, "android.permission.CAMERA"
    invoke-virtual {p0, v1}, Lsetu/Door;->checkSelfPermission(Ljava/lang/String;)I
    move-result v2
    if-eqz v2, :pick
    const/4 v2, 0x1
    new-array v0, v2, [Ljava/lang/String;
    const/4 v2, 0x0
    aput-object v1, v0, v2
    const/4 v2, 0x1
    invoke-virtual {p0, v0, v2}, Lsetu/Door;->requestPermissions([Ljava/lang/String;I)V
    return-void
    :pick
    invoke-direct {p0}, Lsetu/Door;->pick()V
    return-void
.end method

.method private wantsPicture()Z
    .registers 3
    iget-object v0, p0, Lsetu/Door;->params:Landroid/webkit/WebChromeClient$FileChooserParams;
    invoke-virtual {v0}, Landroid/webkit/WebChromeClient$FileChooserParams;->getAcceptTypes()[Ljava/lang/String;
    move-result-object v0
    invoke-static {v0}, Ljava/util/Arrays;->toString([Ljava/lang/Object;)Ljava/lang/String;
    move-result-object v0
    const-string v1, "image"
    invoke-virtual {v0, v1}, Ljava/lang/String;->contains(Ljava/lang/CharSequence;)Z
    move-result v0
    return v0
.end method

# Offer the camera beside the phone's files; a field that says "capture" opens the camera alone.
.method private pick()V
    .registers 8
    iget-object v0, p0, Lsetu/Door;->params:Landroid/webkit/WebChromeClient$FileChooserParams;
    if-eqz v0, :done
    const/4 v5, 0x1
    invoke-virtual {v0}, Landroid/webkit/WebChromeClient$FileChooserParams;->createIntent()Landroid/content/Intent;
    move-result-object v1
    invoke-virtual {v0}, Landroid/webkit/WebChromeClient$FileChooserParams;->getMode()I
    move-result v2
    if-ne v2, v5, :single
    const-string v2, "android.intent.extra.ALLOW_MULTIPLE"
    invoke-virtual {v1, v2, v5}, Landroid/content/Intent;->putExtra(Ljava/lang/String;Z)Landroid/content/Intent;
    :single
    invoke-direct {p0}, Lsetu/Door;->wantsPicture()Z
    move-result v2
    if-eqz v2, :start
    const-string v2, "android.permission.CAMERA"
    invoke-virtual {p0, v2}, Lsetu/Door;->checkSelfPermission(Ljava/lang/String;)I
    move-result v2
    if-nez v2, :start
    invoke-direct {p0}, Lsetu/Door;->camera()Landroid/content/Intent;
    move-result-object v2
    invoke-virtual {v0}, Landroid/webkit/WebChromeClient$FileChooserParams;->isCaptureEnabled()Z
    move-result v3
    if-eqz v3, :both
    move-object v1, v2
    goto :start
    :both
    new-array v3, v5, [Landroid/os/Parcelable;
    const/4 v4, 0x0
    aput-object v2, v3, v4
    const/4 v4, 0x0
    invoke-static {v1, v4}, Landroid/content/Intent;->createChooser(Landroid/content/Intent;Ljava/lang/CharSequence;)Landroid/content/Intent;
    move-result-object v1
    const-string v2, "android.intent.extra.INITIAL_INTENTS"
    invoke-virtual {v1, v2, v3}, Landroid/content/Intent;->putExtra(Ljava/lang/String;[Landroid/os/Parcelable;)Landroid/content/Intent;
    :start
    :try_start
    invoke-virtual {p0, v1, v5}, Lsetu/Door;->startActivityForResult(Landroid/content/Intent;I)V
    :try_end
    .catch Landroid/content/ActivityNotFoundException; {:try_start .. :try_end} :missing
    :done
    return-void
    :missing
    move-exception v0
    const/4 v0, 0x0
    invoke-direct {p0, v0}, Lsetu/Door;->give([Landroid/net/Uri;)V
    const-string v0, "nothing_opens"
    invoke-virtual {p0, v0}, Lsetu/Door;->say(Ljava/lang/String;)V
    return-void
.end method

.method private camera()Landroid/content/Intent;
    .registers 5
    invoke-static {p0}, Lsetu/Pictures;->fresh(Landroid/content/Context;)Landroid/net/Uri;
    move-result-object v0
    iput-object v0, p0, Lsetu/Door;->photo:Landroid/net/Uri;
    new-instance v1, Landroid/content/Intent;
    const-string v2, "android.media.action.IMAGE_CAPTURE"
    invoke-direct {v1, v2}, Landroid/content/Intent;-><init>(Ljava/lang/String;)V
    const-string v2, "output"
    invoke-virtual {v1, v2, v0}, Landroid/content/Intent;->putExtra(Ljava/lang/String;Landroid/os/Parcelable;)Landroid/content/Intent;
    const-string v2, ""
    invoke-static {v2, v0}, Landroid/content/ClipData;->newRawUri(Ljava/lang/CharSequence;Landroid/net/Uri;)Landroid/content/ClipData;
    move-result-object v2
    invoke-virtual {v1, v2}, Landroid/content/Intent;->setClipData(Landroid/content/ClipData;)V
    const/4 v2, 0x3
    invoke-virtual {v1, v2}, Landroid/content/Intent;->addFlags(I)Landroid/content/Intent;
    return-object v1
.end method

.method protected onActivityResult(IILandroid/content/Intent;)V
    .registers 6
    const/4 v0, 0x1
    if-ne p1, v0, :other
    const/4 v0, 0x0
    const/4 v1, -0x1
    if-ne p2, v1, :give
    invoke-direct {p0, p3}, Lsetu/Door;->picked(Landroid/content/Intent;)[Landroid/net/Uri;
    move-result-object v0
    :give
    invoke-direct {p0, v0}, Lsetu/Door;->give([Landroid/net/Uri;)V
    :other
    return-void
.end method

# Several files come as a clip, one as the data, a picture just taken as neither.
.method private picked(Landroid/content/Intent;)[Landroid/net/Uri;
    .registers 8
    if-eqz p1, :taken
    invoke-virtual {p1}, Landroid/content/Intent;->getClipData()Landroid/content/ClipData;
    move-result-object v0
    if-eqz v0, :one
    invoke-virtual {v0}, Landroid/content/ClipData;->getItemCount()I
    move-result v1
    if-eqz v1, :one
    new-array v2, v1, [Landroid/net/Uri;
    const/4 v3, 0x0
    :next
    if-ge v3, v1, :all
    invoke-virtual {v0, v3}, Landroid/content/ClipData;->getItemAt(I)Landroid/content/ClipData$Item;
    move-result-object v4
    invoke-virtual {v4}, Landroid/content/ClipData$Item;->getUri()Landroid/net/Uri;
    move-result-object v4
    invoke-direct {p0, v4}, Lsetu/Door;->isAnothers(Landroid/net/Uri;)Z
    move-result v5
    if-eqz v5, :none
    aput-object v4, v2, v3
    add-int/lit8 v3, v3, 0x1
    goto :next
    :all
    return-object v2
    :one
    invoke-virtual {p1}, Landroid/content/Intent;->getData()Landroid/net/Uri;
    move-result-object v0
    invoke-direct {p0, v0}, Lsetu/Door;->isAnothers(Landroid/net/Uri;)Z
    move-result v1
    if-nez v1, :give
    :taken
    iget-object v0, p0, Lsetu/Door;->photo:Landroid/net/Uri;
    if-eqz v0, :none
    invoke-static {p0, v0}, Lsetu/Pictures;->isTaken(Landroid/content/Context;Landroid/net/Uri;)Z
    move-result v1
    if-eqz v1, :none
    :give
    const/4 v1, 0x1
    new-array v2, v1, [Landroid/net/Uri;
    const/4 v1, 0x0
    aput-object v0, v2, v1
    return-object v2
    :none
    const/4 v0, 0x0
    return-object v0
.end method

.method private give([Landroid/net/Uri;)V
    .registers 4
    iget-object v0, p0, Lsetu/Door;->files:Landroid/webkit/ValueCallback;
    const/4 v1, 0x0
    iput-object v1, p0, Lsetu/Door;->files:Landroid/webkit/ValueCallback;
    iput-object v1, p0, Lsetu/Door;->params:Landroid/webkit/WebChromeClient$FileChooserParams;
    iput-object v1, p0, Lsetu/Door;->photo:Landroid/net/Uri;
    if-eqz v0, :nobody
    invoke-interface {v0, p1}, Landroid/webkit/ValueCallback;->onReceiveValue(Ljava/lang/Object;)V
    :nobody
    return-void
.end method

# --- where the phone is, and its microphone and camera, for our own pages alone

.method public place(Ljava/lang/String;Landroid/webkit/GeolocationPermissions$Callback;)V
    .registers 6
    const-string v0, "/"
    invoke-virtual {p1, v0}, Ljava/lang/String;->concat(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v0
    invoke-static {v0}, Lsetu/Site;->isOurs(Ljava/lang/String;)Z
    move-result v0
    const/4 v1, 0x0
    if-nez v0, :ours
    invoke-interface {p2, p1, v1, v1}, Landroid/webkit/GeolocationPermissions$Callback;->invoke(Ljava/lang/String;ZZ)V
    return-void
    :ours
    iput-object p1, p0, Lsetu/Door;->asker:Ljava/lang/String;
    iput-object p2, p0, Lsetu/Door;->where:Landroid/webkit/GeolocationPermissions$Callback;
    const/4 v0, 0x2
    new-array v2, v0, [Ljava/lang/String;
    const-string v0, "android.permission.ACCESS_FINE_LOCATION"
    aput-object v0, v2, v1
    const/4 v1, 0x1
    const-string v0, "android.permission.ACCESS_COARSE_LOCATION"
    aput-object v0, v2, v1
    const/4 v0, 0x2
    invoke-virtual {p0, v2, v0}, Lsetu/Door;->requestPermissions([Ljava/lang/String;I)V
    return-void
.end method

.method public hear(Landroid/webkit/PermissionRequest;)V
    .registers 9
    invoke-virtual {p1}, Landroid/webkit/PermissionRequest;->getOrigin()Landroid/net/Uri;
    move-result-object v0
    invoke-virtual {v0}, Landroid/net/Uri;->toString()Ljava/lang/String;
    move-result-object v0
    const-string v1, "/"
    invoke-virtual {v0, v1}, Ljava/lang/String;->concat(Ljava/lang/String;)Ljava/lang/String;
    move-result-object v0
    invoke-static {v0}, Lsetu/Site;->isOurs(Ljava/lang/String;)Z
    move-result v0
    if-eqz v0, :deny
    invoke-virtual {p1}, Landroid/webkit/PermissionRequest;->getResources()[Ljava/lang/String;
    move-result-object v0
    array-length v1, v0
    new-array v2, v1, [Ljava/lang/String;
    const/4 v3, 0x0
    :next
    if-ge v3, v1, :ask
    aget-object v4, v0, v3
    const-string v5, "android.webkit.resource.AUDIO_CAPTURE"
    invoke-virtual {v5, v4}, Ljava/lang/String;->equals(Ljava/lang/Object;)Z
    move-result v5
    const-string v6, "android.permission.RECORD_AUDIO"
    if-nez v5, :wanted
    const-string v5, "android.webkit.resource.VIDEO_CAPTURE"
    invoke-virtual {v5, v4}, Ljava/lang/String;->equals(Ljava/lang/Object;)Z
    move-result v5
    const-string v6, "android.permission.CAMERA"
    if-eqz v5, :deny
    :wanted
    aput-object v6, v2, v3
    add-int/lit8 v3, v3, 0x1
    goto :next
    :ask
    iput-object p1, p0, Lsetu/Door;->asked:Landroid/webkit/PermissionRequest;
    const/4 v0, 0x3
    invoke-virtual {p0, v2, v0}, Lsetu/Door;->requestPermissions([Ljava/lang/String;I)V
    return-void
    :deny
    invoke-virtual {p1}, Landroid/webkit/PermissionRequest;->deny()V
    return-void
.end method

# 1: the camera for a file field, 2: where the phone is, 3: what a page asked for.
.method public onRequestPermissionsResult(I[Ljava/lang/String;[I)V
    .registers 10
    const/4 v0, 0x0
    const/4 v1, 0x0
    array-length v2, p3
    :next
    if-ge v1, v2, :counted
    aget v3, p3, v1
    if-nez v3, :no
    add-int/lit8 v0, v0, 0x1
    :no
    add-int/lit8 v1, v1, 0x1
    goto :next
    :counted
    const/4 v4, 0x0
    const/4 v3, 0x1
    if-ne p1, v3, :not_files
    invoke-direct {p0}, Lsetu/Door;->pick()V
    return-void
    :not_files
    const/4 v3, 0x2
    if-ne p1, v3, :not_place
    iget-object v3, p0, Lsetu/Door;->where:Landroid/webkit/GeolocationPermissions$Callback;
    iput-object v4, p0, Lsetu/Door;->where:Landroid/webkit/GeolocationPermissions$Callback;
    if-eqz v3, :done
    iget-object v4, p0, Lsetu/Door;->asker:Ljava/lang/String;
    const/4 v5, 0x0
    if-lez v0, :refused
    const/4 v2, 0x1
    goto :tell
    :refused
    const/4 v2, 0x0
    :tell
    invoke-interface {v3, v4, v2, v5}, Landroid/webkit/GeolocationPermissions$Callback;->invoke(Ljava/lang/String;ZZ)V
    return-void
    :not_place
    iget-object v3, p0, Lsetu/Door;->asked:Landroid/webkit/PermissionRequest;
    iput-object v4, p0, Lsetu/Door;->asked:Landroid/webkit/PermissionRequest;
    if-eqz v3, :done
    if-eqz v2, :deny
    if-ne v0, v2, :deny
    invoke-virtual {v3}, Landroid/webkit/PermissionRequest;->getResources()[Ljava/lang/String;
    move-result-object v4
    invoke-virtual {v3, v4}, Landroid/webkit/PermissionRequest;->grant([Ljava/lang/String;)V
    return-void
    :deny
    invoke-virtual {v3}, Landroid/webkit/PermissionRequest;->deny()V
    :done
    return-void
.end method
