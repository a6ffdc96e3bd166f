"""The person who signs in. Outside row security on purpose: sign-in happens before an organization is known."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from iop.core.policy.roles import Role
from iop.tenancy.classes import classed
from iop.tenancy.models import new_public_id


class UserManager(BaseUserManager):
    def get_queryset(self) -> models.QuerySet["User"]:
        """With their organization: every request needs both."""
        return super().get_queryset().select_related("organization")

    def create_user(self, email: str, password: str | None, **fields: object) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email=email.lower())


class User(AbstractBaseUser):
    """Belongs to one organization and has one role there."""

    HEALTH = classed(
        public="id public_id organization role is_active single_keys theme last_login",
        identifying="email name password",
    )

    id = models.BigAutoField(primary_key=True)
    public_id = models.CharField(max_length=24, default=new_public_id, editable=False, unique=True)
    organization = models.ForeignKey("centers.Organization", on_delete=models.PROTECT, related_name="users")
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=30, choices=[(role.value, role.label) for role in Role])
    is_active = models.BooleanField(default=True)
    single_keys = models.BooleanField(default=True, help_text="single-letter keys are on")
    theme = models.CharField(max_length=8, blank=True, choices=[("light", "light"), ("dark", "dark")])

    USERNAME_FIELD = "email"
    is_staff = False
    is_superuser = False
    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "id"], name="accounts_user_org_key")]

    def __str__(self) -> str:
        return self.name

    @property
    def policy_role(self) -> Role:
        return Role(self.role)
