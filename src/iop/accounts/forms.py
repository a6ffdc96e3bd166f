"""The one form of our own: the password that unlocks a shared tablet."""

from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.contrib.auth import authenticate
from django.utils.translation import gettext_lazy as _


class UnlockForm(forms.Form):
    password = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, *args, request, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self) -> str:
        """Throttled like sign-in, since it is one."""
        password = self.cleaned_data["password"]
        credentials = {"username": self.request.user.email, "password": password}
        if not AxesProxyHandler.is_allowed(self.request, credentials) or not self._is_right(password):
            raise forms.ValidationError(_("That is not the password. Try again, or sign out and sign in again later."))
        return password

    def _is_right(self, password: str) -> bool:
        return authenticate(self.request, email=self.request.user.email, password=password) == self.request.user
