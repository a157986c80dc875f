"""Settings: the operator's environment, read once by small typed readers that fail loudly."""

from typing import Any

from shramsetu.web import environment as env
from shramsetu.web import logs

ROOT = env.ROOT
VAR = env.var()
DEMO = env.demo()
DEBUG = env.flag("DEBUG")

SECRET_KEY = env.text("SECRET_KEY", env.DEFAULT_SECRET)  # the default is refused by whatever serves, outside a demo
SECRET_KEY_FALLBACKS = env.words("OLD_SECRET_KEYS")  # what they signed is still read
# Keys apart from Django's own, so that one can be rotated without the others.
NUMBER_KEY = env.text("NUMBER_KEY", SECRET_KEY).encode()
LOOKUP_KEY = env.text("LOOKUP_KEY", SECRET_KEY).encode()
SEAL_KEYS_CHILD = env.words("SEAL_KEYS_CHILD")  # the same for children's records, another ring
SEAL_KEYS = env.words("SEAL_KEYS")  # "id:base64 of 32 bytes", the first one seals, all of them open
AADHAAR_KEYS = env.words("AADHAAR_KEYS")  # the same form; the newest first, none is ever taken out: lib.aadhaar_tokens
AADHAAR_VAULT = env.text("AADHAAR_VAULT")  # class of the adapter of an official data vault, as a dotted name
CARD_KEYS = env.words("CARD_KEYS")  # the same form; the first signs workers' cards, all of them verify
CARD_PUBLIC_KEYS = env.words("CARD_PUBLIC_KEYS")  # public halves of keys whose secret is destroyed
# The social-registry interface (SPDCI): our name there, and the Ed25519 keys we sign with ("id:base64 of 32 bytes")
SPDCI_ID = env.text("SPDCI_ID", "shram-setu")
SPDCI_KEYS = env.words("SPDCI_KEYS")
# The state's Family ID behind the same interface; without an address families come by the nightly file alone.
FAMILYID = {
    "url": env.text("FAMILYID_URL").rstrip("/"),
    "sender": env.text("FAMILYID_SENDER", "family-id"),
    "client_id": env.text("FAMILYID_CLIENT_ID", SPDCI_ID),
    "client_secret": env.text("FAMILYID_CLIENT_SECRET"),
    "timeout_seconds": env.number("FAMILYID_TIMEOUT_SECONDS", 10),
}
FAMILYID_ADAPTER = env.text("FAMILYID_ADAPTER", "shramsetu.workers.familyid.spdci.Spdci")
# Where webhooks may go: these ports, and networks of our own beside the public one (CIDR, comma-separated).
BRIDGES_PORTS = [int(port) for port in env.words("BRIDGES_PORTS", "443")]
BRIDGES_NETWORKS = env.words("BRIDGES_NETWORKS")
# The bridge to IGRS: its address (none: by file alone) and the secret that both sides sign with (none: no bridge)
IGRS = {"url": env.service("IGRS_URL"), "secret": env.text("IGRS_SECRET")}
# The emergency service 112: where urgent complaints go, and the keys that sign both ways (whsec_…, comma-separated).
E112: dict[str, Any] = {"url": env.text("E112_URL"), "keys": env.words("E112_KEYS")}
# The door of the WhatsApp shape: our number there, the app's secrets that sign what comes (the newest first), the word
# of the handshake; where what we write goes, with which token; whence photographs and voice notes are fetched; our
# names of messages and theirs of the approved texts. Without number, secret and word the door is not there.
WHATSAPP: dict[str, Any] = {
    "number_id": env.text("WHATSAPP_NUMBER_ID"),
    "secrets": env.words("WHATSAPP_SECRETS"),
    "verify_token": env.text("WHATSAPP_VERIFY_TOKEN"),
    "url": env.text("WHATSAPP_URL", "https://graph.facebook.com/v24.0").rstrip("/"),
    "token": env.text("WHATSAPP_TOKEN"),
    "media_hosts": env.words("WHATSAPP_MEDIA_HOSTS", "lookaside.fbsbx.com"),
    "templates": env.pairs("WHATSAPP_TEMPLATES"),
    "timeout_seconds": env.number("WHATSAPP_TIMEOUT_SECONDS", 10),
}
ESIGN = env.text("ESIGN", "")  # class of an e-sign provider, as a dotted name; none signs on paper
TESTING = env.flag("TESTING")

ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
BEHIND_TLS = env.flag("BEHIND_TLS")
# Where a page finds the live events: ":8001" is the page's own host on that port (what `serve` sets; the content policy
# must allow it), "/live" a path that a proxy carries there, empty none
LIVE_URL = env.text("LIVE_URL")
SITE_URL = env.text("SITE_URL", "http://localhost:8000").rstrip("/")  # the address that e-mails lead to
METRICS_TOKEN = env.text("METRICS_TOKEN")
LOGGING_CONFIG = None
logs.configure(env.text("LOG_LEVEL", "WARNING" if TESTING else "INFO"))

INSTALLED_APPS = [
    "shramsetu.journal",
    "shramsetu.rulebook",
    "shramsetu.files",
    "shramsetu.places",
    "shramsetu.offices",
    "shramsetu.people",
    "shramsetu.messages",
    "shramsetu.rooms",
    "shramsetu.offline",
    "shramsetu.casework",
    "shramsetu.grievances",
    "shramsetu.bonded",
    "shramsetu.helpline",
    "shramsetu.bridges",
    "shramsetu.insight",
    "shramsetu.portal",
    "shramsetu.privacy",
    "shramsetu.web",
    "shramsetu.workers",
    "shramsetu.schemes",
    "shramsetu.hearings",
    "shramsetu.monitoring",
    "shramsetu.intake",
    "shramsetu.demo",
    "procrastinate.contrib.django",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.humanize",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
]
INSTALLED_APPS = [
    app for app in INSTALLED_APPS if not app.startswith("shramsetu.") or (ROOT / "src" / app.replace(".", "/")).is_dir()
]

MIDDLEWARE = [
    "shramsetu.web.middleware.behind_proxy",
    "shramsetu.web.discretion.no_aadhaar_repeated",
    "shramsetu.web.observe.Observe",
    "django.middleware.security.SecurityMiddleware",
    "shramsetu.web.packing.packed",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "shramsetu.web.middleware.content_policy",
    "shramsetu.web.middleware.kept_nowhere",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "shramsetu.web.middleware.HindiFirst",
    "shramsetu.web.middleware.readable",
    "shramsetu.web.middleware.for_programs",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "shramsetu.offices.access.ActorMiddleware",
    "shramsetu.web.free_text.no_aadhaar_in_free_text",
    "shramsetu.web.idempotency.Idempotency",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "shramsetu.web.urls"
WSGI_APPLICATION = "shramsetu.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "src/shramsetu/web/templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "shramsetu.web.context.live",
                "shramsetu.offices.context.desk",
                "shramsetu.casework.shell.desk",
            ],
        },
    }
]

DATABASES = {
    "default": {
        **env.database(env.text("DATABASE_URL", "postgresql://shramsetu@127.0.0.1/shramsetu")),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": env.flag("PGBOUNCER"),
        "ATOMIC_REQUESTS": False,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "offices.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]

# Officers sign in by username, password and second factor; nobody signs up.
SECOND_FACTOR = env.text("SECOND_FACTOR", "optional" if DEMO or TESTING else "required")
DEMO_PASSWORD = "shram-setu-demo"  # noqa: S105 - printed on the demo's own pages
# The state's single sign-on (OpenID Connect) for officers who exist here; without an issuer there is none.
OIDC: dict[str, Any] = {
    "issuer": env.text("OIDC_ISSUER"),
    "client_id": env.text("OIDC_CLIENT_ID"),
    "client_secret": env.text("OIDC_CLIENT_SECRET"),
    "claim": env.text("OIDC_CLAIM", "preferred_username"),
    "scope": env.text("OIDC_SCOPE", "openid profile"),
    "name": env.text("OIDC_NAME"),
    "timeout_seconds": env.number("OIDC_TIMEOUT_SECONDS", 5),
}
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "shramsetu.offices.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False  # ends with the browser: desks share machines
MFA_ADAPTER = "shramsetu.offices.adapter.SecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Shram Setu"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute wrong
MFA_FORMS = {
    "add_webauthn": "shramsetu.offices.passkeys.AddPasskey",
    "edit_webauthn": "shramsetu.offices.passkeys.RenamePasskey",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO or DEBUG

LANGUAGE_CODE = "hi"
LANGUAGES = [("hi", "हिन्दी"), ("en", "English")]
USE_TZ = True
TIME_ZONE = "Asia/Kolkata"
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [("npm", ROOT / "node_modules")] if (ROOT / "node_modules").is_dir() else []
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = TESTING  # else every test client reads the whole of node_modules
MEDIA_ROOT = VAR / "files"
APK_FOLDER = env.text("APK_FOLDER", str(VAR / "apk"))
HELPLINE_SOUNDS = env.text("HELPLINE_SOUNDS", str(VAR / "sounds"))

SESSION_ENGINE = "shramsetu.offices.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_AGE = 12 * 3600
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_REDIRECT_EXEMPT = ["^(healthz|readyz|metrics)$"]  # machines inside ask the process itself
SECURE_HSTS_SECONDS = 31_536_000 if BEHIND_TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

# The outbox: which gateway carries each channel (tray, kannel, http, smtp, or none: messages wait).
MESSAGE_GATEWAYS = {
    "sms": env.text("SMS_GATEWAY", "tray" if DEMO or TESTING else ""),
    "email": env.text("EMAIL_GATEWAY", "tray" if DEMO or TESTING else ""),
    "whatsapp": "whatsapp" if WHATSAPP["token"] and WHATSAPP["number_id"] else "",
}
SMS_HTTP = {
    "url": env.text("SMS_URL"),
    "token": env.text("SMS_TOKEN"),
    "fields": env.pairs("SMS_FIELDS", "id=id,to=to,text=text,template=template,header=header,language=language"),
    "constants": env.pairs("SMS_CONSTANTS"),
    "as_form": env.flag("SMS_AS_FORM"),
    "ref": env.text("SMS_REF", "id"),
    "code": env.text("SMS_CODE", "code"),
    "honours_id": env.flag("SMS_HONOURS_ID"),
    "timeout_seconds": env.number("SMS_TIMEOUT_SECONDS", 10),
}
# The exchange: simulated or asterisk; the name of this node, under which one controller runs.
TELEPHONY = env.text("TELEPHONY", "simulated" if DEMO or TESTING else "asterisk")
ASTERISK_ARI_URL = env.text("ASTERISK_ARI_URL")
# Whether `serve` runs this node's calls too: not without an exchange, nor where its controller has a unit of its own.
SERVE_TELEPHONY = env.flag("SERVE_TELEPHONY", TELEPHONY == "simulated" or bool(ASTERISK_ARI_URL))
TELEPHONY_NODE = env.text("TELEPHONY_NODE", "node1")
# Where agents' browsers reach the exchange: wss://…/ws; none: own phones only.
TELEPHONY_WSS = env.websocket("TELEPHONY_WSS")
TELEPHONY_REALM = env.text("TELEPHONY_REALM", "shramsetu")  # the part behind the @ of a phone's address
# The video rooms: where browsers reach Janus (wss://…), where the site does if elsewhere, and the secret they share.
JANUS_URL = env.websocket("JANUS_URL")
JANUS_API_URL = env.websocket("JANUS_API_URL") or JANUS_URL
JANUS_SECRET = env.text("JANUS_SECRET")
JANUS_TIMEOUT_SECONDS = env.number("JANUS_TIMEOUT_SECONDS", 5)
# The program that reads print, with its words if it needs some (none: `tesseract`, where it is installed).
OCR_COMMAND = env.text("OCR_COMMAND")
DATABASE_DIRECT_URL = env.text("DATABASE_DIRECT_URL")  # past any pooler, for who listens
SMS_KANNEL = {
    "url": env.text("SMS_KANNEL_URL", "http://127.0.0.1:13013/cgi-bin/sendsms"),
    "user": env.text("SMS_KANNEL_USER"),
    "password": env.text("SMS_KANNEL_PASSWORD"),
    "site": env.text("SMS_KANNEL_SITE", f"http://127.0.0.1:{env.number('PORT', 8000)}").rstrip("/"),
    "codes": env.pairs("SMS_CODES"),
    "timeout_seconds": env.number("SMS_TIMEOUT_SECONDS", 10),
}
SMS_ENTITY = env.text("SMS_ENTITY")
SMS_REPORT_SECRET = env.text("SMS_REPORT_SECRET")
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_STARTTLS")
EMAIL_USE_SSL = env.flag("EMAIL_TLS")
EMAIL_TIMEOUT = env.number("EMAIL_TIMEOUT_SECONDS", 10)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("EMAIL_FROM", "Shram Setu <noreply@localhost>")
# The mailbox that complaints come to (none: no e-mail is fetched), the address people write to, and the server whose
# word on a sender's name is believed (the first word of its Authentication-Results).
IMAP_URL = env.mailbox("IMAP_URL")
IMAP_PASSWORD = env.text("IMAP_PASSWORD")
IMAP_CA = env.text("IMAP_CA")
IMAP_TIMEOUT_SECONDS = env.number("IMAP_TIMEOUT_SECONDS", 30)
MAIL_ADDRESS = env.text("MAIL_ADDRESS", "shikayat@setu.example" if DEMO else "").strip().lower()
MAIL_TRUSTED_SERVER = env.text("MAIL_TRUSTED_SERVER")
