"""Sign-in: django-allauth under `/sign-in/`, password rules of NIST SP 800-63B, throttling by django-axes."""

from datetime import timedelta
from typing import Any

import environ

env = environ.Env()

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "directory.sign_in.backends.EmployeeBackend",
    "directory.sign_in.backends.PrintedCodeBackend",
    "powers.backends.PowersBackend",
]

LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 12 * 60 * 60  # one working day; the session also ends with the browser
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

ACCOUNT_ADAPTER = "directory.sign_in.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "number"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]  # nobody signs up; allauth checks the names
ACCOUNT_PRESERVE_USERNAME_CASING = True
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_FORMS = {
    "login": "directory.sign_in.forms.SignInForm",
    "change_password": "directory.sign_in.forms.ChangePasswordForm",
    "reauthenticate": "directory.sign_in.forms.ReauthenticateForm",
}
# axes throttles: allauth's own limits count addresses alone, and City Hall may share one.
ACCOUNT_RATE_LIMITS: Any = False

AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # trying on does not make it longer
AXES_RESET_ON_SUCCESS = True
AXES_HTTP_RESPONSE_CODE = 429
AXES_LOCKOUT_CALLABLE = "directory.sign_in.throttling.locked_out"
AXES_USERNAME_CALLABLE = "directory.sign_in.throttling.account_name"
AXES_CLIENT_IP_CALLABLE = "directory.sign_in.throttling.client_address"
AXES_SENSITIVE_PARAMETERS = ["one_time_code", "code", "password1", "password2", "oldpassword"]
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},  # the standard's least for a password that stands alone (SP 800-63B-4)
    },
    {"NAME": "directory.sign_in.passwords.MaximumLength"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "directory.sign_in.passwords.NotGuessable"},
]

REAUTHENTICATE_TO_GRANT: bool = env.bool("REAUTHENTICATE_TO_GRANT", default=False)
"""Whether who grants a written authorization gives the password once more (it holds for some minutes)."""
