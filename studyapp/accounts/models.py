"""People. A name and a password are enough; no e-mail address is asked for."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A student unless somebody with the right to do so has made them a teacher or an editor."""

    class Role(models.TextChoices):
        STUDENT = "student"
        TEACHER = "teacher"
        EDITOR = "editor"

    role = models.CharField(max_length=10, choices=Role, default=Role.STUDENT)
    is_demo = models.BooleanField(
        default=False, editable=False, help_text="Made for the demonstration class of local mode."
    )
    asked_to_teach_at = models.DateTimeField(
        null=True, blank=True, help_text="When they asked for a teacher's account."
    )

    @property
    def is_teacher(self) -> bool:
        return self.role == self.Role.TEACHER

    @property
    def is_editor(self) -> bool:
        return self.role == self.Role.EDITOR or self.is_superuser

    @property
    def shown_name(self) -> str:
        return self.get_full_name() or self.username
