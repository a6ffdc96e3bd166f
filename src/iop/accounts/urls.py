"""Sign-in and the own account. allauth does the work; only what we open is listed, each with its action."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import path, re_path

from iop.accounts import views
from iop.core.policy import Action
from iop.web.access import needs

open_to_all = needs(Action.PUBLIC_PAGE)
own = needs(Action.OWN_ACCOUNT)

urlpatterns = [
    path("", views.own_account, name="account"),
    path("keys/", views.set_keys, name="account_keys"),
    path("session/", views.session, name="session"),
    path("lock/", views.lock, name="account_lock"),
    path("unlock/", views.unlock, name="account_unlock"),
    path("sign-in/", views.sign_in, name="account_login"),
    path("sign-out/", open_to_all(account.logout), name="account_logout"),
    path("sign-up/", open_to_all(account.signup), name="account_signup"),
    path("inactive/", open_to_all(account.account_inactive), name="account_inactive"),
    path("again/", own(account.reauthenticate), name="account_reauthenticate"),
    path("password/", own(account.password_change), name="account_change_password"),
    path("reset/", open_to_all(account.password_reset), name="account_reset_password"),
    path("reset/sent/", open_to_all(account.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        open_to_all(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("reset/done/", open_to_all(account.password_reset_from_key_done), name="account_reset_password_from_key_done"),
    path("second-step/", open_to_all(mfa.authenticate), name="mfa_authenticate"),
    path("second-step/again/", own(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("second-step/overview/", own(mfa.index), name="mfa_index"),
    path("second-step/on/", own(totp.activate_totp), name="mfa_activate_totp"),
    path("second-step/off/", own(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("second-step/codes/", own(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("second-step/codes/new/", own(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("second-step/codes/file/", own(codes.download_recovery_codes), name="mfa_download_recovery_codes"),
]
