"""The Android app, a window on the portal: written in smali, built with Debian's packages, for `make apk` and tests.

`root` gets the tools, `settings` reads what is asked for, `build` makes and signs the package, `reading` reads it
again, `framework` compares what it calls with an android.jar. By hand: `python -m tools.apk build`. How and why:
docs/how-to/phone-app.md.
"""
