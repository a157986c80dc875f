# What a page asks of the phone: files and camera, where it is, its microphone.
.class public final Lsetu/Windows;
.super Landroid/webkit/WebChromeClient;

.field private final door:Lsetu/Door;

.method public constructor <init>(Lsetu/Door;)V
    .registers 2
    invoke-direct {p0}, Landroid/webkit/WebChromeClient;-><init>()V
    iput-object p1, p0, Lsetu/Windows;->door:Lsetu/Door;
    return-void
.end method

.method public onShowFileChooser(Landroid/webkit/WebView;Landroid/webkit/ValueCallback;Landroid/webkit/WebChromeClient$FileChooserParams;)Z
    .registers 5
    iget-object v0, p0, Lsetu/Windows;->door:Lsetu/Door;
    invoke-virtual {v0, p2, p3}, Lsetu/Door;->choose(Landroid/webkit/ValueCallback;Landroid/webkit/WebChromeClient$FileChooserParams;)V
    const/4 v0, 0x1
    return v0
.end method

.method public onGeolocationPermissionsShowPrompt(Ljava/lang/String;Landroid/webkit/GeolocationPermissions$Callback;)V
    .registers 4
    iget-object v0, p0, Lsetu/Windows;->door:Lsetu/Door;
    invoke-virtual {v0, p1, p2}, Lsetu/Door;->place(Ljava/lang/String;Landroid/webkit/GeolocationPermissions$Callback;)V
    return-void
.end method

.method public onPermissionRequest(Landroid/webkit/PermissionRequest;)V
    .registers 3
    iget-object v0, p0, Lsetu/Windows;->door:Lsetu/Door;
    invoke-virtual {v0, p1}, Lsetu/Door;->hear(Landroid/webkit/PermissionRequest;)V
    return-void
.end method
