# The camera writes its picture here, in the app's own cache, and only while it holds the leave for this one address.
.class public final Lsetu/Pictures;
.super Landroid/content/ContentProvider;

.method public constructor <init>()V
    .registers 1
    invoke-direct {p0}, Landroid/content/ContentProvider;-><init>()V
    return-void
.end method

.method private static folder(Landroid/content/Context;)Ljava/io/File;
    .registers 4
    new-instance v0, Ljava/io/File;
    invoke-virtual {p0}, Landroid/content/Context;->getCacheDir()Ljava/io/File;
    move-result-object v1
    const-string v2, "pictures"
    invoke-direct {v0, v1, v2}, Ljava/io/File;-><init>(Ljava/io/File;Ljava/lang/String;)V
    invoke-virtual {v0}, Ljava/io/File;->mkdirs()Z
    return-object v0
.end method

# An address for the next picture.
.method public static fresh(Landroid/content/Context;)Landroid/net/Uri;
    .registers 5
    new-instance v0, Ljava/lang/StringBuilder;
    const-string v1, "content://"
    invoke-direct {v0, v1}, Ljava/lang/StringBuilder;-><init>(Ljava/lang/String;)V
    invoke-virtual {p0}, Landroid/content/Context;->getPackageName()Ljava/lang/String;
    move-result-object v1
    invoke-virtual {v0, v1}, Ljava/lang/StringBuilder;->append(Ljava/lang/String;)Ljava/lang/StringBuilder;
    const-string v1, ".pictures/"
    invoke-virtual {v0, v1}, Ljava/lang/StringBuilder;->append(Ljava/lang/String;)Ljava/lang/StringBuilder;
    invoke-static {}, Ljava/lang/System;->currentTimeMillis()J
    move-result-wide v2
    invoke-virtual {v0, v2, v3}, Ljava/lang/StringBuilder;->append(J)Ljava/lang/StringBuilder;
    const-string v1, ".jpg"
    invoke-virtual {v0, v1}, Ljava/lang/StringBuilder;->append(Ljava/lang/String;)Ljava/lang/StringBuilder;
    invoke-virtual {v0}, Ljava/lang/StringBuilder;->toString()Ljava/lang/String;
    move-result-object v0
    invoke-static {v0}, Landroid/net/Uri;->parse(Ljava/lang/String;)Landroid/net/Uri;
    move-result-object v0
    return-object v0
.end method

.method public static isTaken(Landroid/content/Context;Landroid/net/Uri;)Z
    .registers 6
    invoke-static {p0, p1}, Lsetu/Pictures;->file(Landroid/content/Context;Landroid/net/Uri;)Ljava/io/File;
    move-result-object v0
    if-eqz v0, :no
    invoke-virtual {v0}, Ljava/io/File;->length()J
    move-result-wide v0
    const-wide/16 v2, 0x0
    cmp-long v0, v0, v2
    if-lez v0, :no
    const/4 v0, 0x1
    return v0
    :no
    const/4 v0, 0x0
    return v0
.end method

# Remove what earlier days left.
.method public static clear(Landroid/content/Context;)V
    .registers 5
    invoke-static {p0}, Lsetu/Pictures;->folder(Landroid/content/Context;)Ljava/io/File;
    move-result-object v0
    invoke-virtual {v0}, Ljava/io/File;->listFiles()[Ljava/io/File;
    move-result-object v0
    if-eqz v0, :done
    array-length v1, v0
    const/4 v2, 0x0
    :next
    if-ge v2, v1, :done
    aget-object v3, v0, v2
    invoke-virtual {v3}, Ljava/io/File;->delete()Z
    add-int/lit8 v2, v2, 0x1
    goto :next
    :done
    return-void
.end method

# Null for a name that is not one of ours: digits and .jpg, so that nothing leads out of the folder.
.method private static file(Landroid/content/Context;Landroid/net/Uri;)Ljava/io/File;
    .registers 5
    invoke-virtual {p1}, Landroid/net/Uri;->getLastPathSegment()Ljava/lang/String;
    move-result-object v0
    if-eqz v0, :none
    const-string v1, "[0-9]+\\.jpg"
    invoke-virtual {v0, v1}, Ljava/lang/String;->matches(Ljava/lang/String;)Z
    move-result v1
    if-eqz v1, :none
    new-instance v1, Ljava/io/File;
    invoke-static {p0}, Lsetu/Pictures;->folder(Landroid/content/Context;)Ljava/io/File;
    move-result-object v2
    invoke-direct {v1, v2, v0}, Ljava/io/File;-><init>(Ljava/io/File;Ljava/lang/String;)V
    return-object v1
    :none
    const/4 v0, 0x0
    return-object v0
.end method

.method public openFile(Landroid/net/Uri;Ljava/lang/String;)Landroid/os/ParcelFileDescriptor;
    .registers 6
    invoke-virtual {p0}, Lsetu/Pictures;->getContext()Landroid/content/Context;
    move-result-object v0
    invoke-static {v0, p1}, Lsetu/Pictures;->file(Landroid/content/Context;Landroid/net/Uri;)Ljava/io/File;
    move-result-object v0
    if-nez v0, :open
    new-instance v0, Ljava/io/FileNotFoundException;
    invoke-virtual {p1}, Landroid/net/Uri;->toString()Ljava/lang/String;
    move-result-object v1
    invoke-direct {v0, v1}, Ljava/io/FileNotFoundException;-><init>(Ljava/lang/String;)V
    throw v0
    :open
    invoke-static {p2}, Landroid/os/ParcelFileDescriptor;->parseMode(Ljava/lang/String;)I
    move-result v1
    invoke-static {v0, v1}, Landroid/os/ParcelFileDescriptor;->open(Ljava/io/File;I)Landroid/os/ParcelFileDescriptor;
    move-result-object v0
    return-object v0
.end method

.method public onCreate()Z
    .registers 2
    const/4 v0, 0x1
    return v0
.end method

.method public getType(Landroid/net/Uri;)Ljava/lang/String;
    .registers 3
    const-string v0, "image/jpeg"
    return-object v0
.end method

# Name and size, which the page's file field shows.
.method public query(Landroid/net/Uri;[Ljava/lang/String;Ljava/lang/String;[Ljava/lang/String;Ljava/lang/String;)Landroid/database/Cursor;
    .registers 14
    const/4 v0, 0x2
    new-array v1, v0, [Ljava/lang/String;
    const/4 v2, 0x0
    const/4 v3, 0x1
    const-string v4, "_display_name"
    aput-object v4, v1, v2
    const-string v4, "_size"
    aput-object v4, v1, v3
    new-instance v4, Landroid/database/MatrixCursor;
    invoke-direct {v4, v1}, Landroid/database/MatrixCursor;-><init>([Ljava/lang/String;)V
    invoke-virtual {p0}, Lsetu/Pictures;->getContext()Landroid/content/Context;
    move-result-object v1
    invoke-static {v1, p1}, Lsetu/Pictures;->file(Landroid/content/Context;Landroid/net/Uri;)Ljava/io/File;
    move-result-object v1
    if-eqz v1, :empty
    new-array v0, v0, [Ljava/lang/Object;
    invoke-virtual {v1}, Ljava/io/File;->getName()Ljava/lang/String;
    move-result-object v5
    aput-object v5, v0, v2
    invoke-virtual {v1}, Ljava/io/File;->length()J
    move-result-wide v6
    invoke-static {v6, v7}, Ljava/lang/Long;->valueOf(J)Ljava/lang/Long;
    move-result-object v5
    aput-object v5, v0, v3
    invoke-virtual {v4, v0}, Landroid/database/MatrixCursor;->addRow([Ljava/lang/Object;)V
    :empty
    return-object v4
.end method

.method public insert(Landroid/net/Uri;Landroid/content/ContentValues;)Landroid/net/Uri;
    .registers 4
    const/4 v0, 0x0
    return-object v0
.end method

.method public delete(Landroid/net/Uri;Ljava/lang/String;[Ljava/lang/String;)I
    .registers 5
    const/4 v0, 0x0
    return v0
.end method

.method public update(Landroid/net/Uri;Landroid/content/ContentValues;Ljava/lang/String;[Ljava/lang/String;)I
    .registers 6
    const/4 v0, 0x0
    return v0
.end method
