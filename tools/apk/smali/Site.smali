# The one server this app belongs to: what it may show inside itself.
.class public final Lsetu/Site;
.super Ljava/lang/Object;

.field public static final START:Ljava/lang/String; = "@ORIGIN@/"

# WebView hands addresses in their canonical form, so that the beginning tells scheme, host and port at once.
.method public static isOurs(Ljava/lang/String;)Z
    .registers 3
    if-eqz p0, :no
    const-string v0, "@ORIGIN@/"
    invoke-virtual {p0, v0}, Ljava/lang/String;->startsWith(Ljava/lang/String;)Z
    move-result v0
    return v0
    :no
    const/4 v0, 0x0
    return v0
.end method
