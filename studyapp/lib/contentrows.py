"""The row behind a content record: a working copy that editors change, and what the site serves."""

from typing import Any, ClassVar, Self

from django.db import models
from django.utils import timezone
from pydantic import BaseModel

from studyapp.lib.contentfiles import fingerprint

# Record fields that are not columns of the same name.
NOT_COLUMNS = {"id", "draft"}


class ContentQuerySet(models.QuerySet[Any]):
    def published(self) -> Self:
        """Rows that readers can see."""
        return self.filter(published__isnull=False)


class ContentRow(models.Model):
    """Columns are the working copy; `published` is the record that readers get, or null.

    `loaded_fingerprint` is that of the file last loaded: a working copy that differs from it has
    been edited since, and the loader leaves it alone.
    """

    record_class: ClassVar[type[BaseModel]]
    column_of: ClassVar[dict[str, str]] = {}

    uid = models.CharField("id", max_length=120, unique=True, help_text="Never changes.")
    published = models.JSONField(null=True, blank=True, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    loaded_fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    edited_at = models.DateTimeField(auto_now=True)

    objects = ContentQuerySet.as_manager()

    class Meta:
        abstract = True

    def to_record(self) -> BaseModel:
        """The working copy as a record. Raises pydantic's ValidationError when it is not one."""
        return self.record_class.model_validate(self.working_values())

    def working_values(self) -> dict[str, Any]:
        names = set(self.record_class.model_fields) - NOT_COLUMNS
        return {"id": self.uid} | {n: getattr(self, self.column_of.get(n, n)) for n in names}

    def take(self, record: BaseModel) -> None:
        """Make `record` the working copy."""
        self.uid = getattr(record, "id")  # noqa: B009 every record class has one
        plain = record.model_dump(mode="json")
        for name in set(self.record_class.model_fields) - NOT_COLUMNS:
            setattr(self, self.column_of.get(name, name), plain[name])

    def publish(self) -> None:
        """What readers get from now on is the working copy."""
        self.published = self.to_record().model_dump(mode="json")
        self.published_at = timezone.now()

    def served(self) -> Any:
        """The published record. It was validated when it was published."""
        return self.record_class.model_validate(self.published)

    @property
    def is_published(self) -> bool:
        return self.published is not None

    def has_unpublished_changes(self) -> bool:
        if self.published is None:
            return True
        served = self.record_class.model_validate(self.published)
        return fingerprint(self.to_record()) != fingerprint(served)

    def is_edited(self) -> bool:
        """Whether the working copy differs from the file it was loaded from."""
        return fingerprint(self.to_record()) != self.loaded_fingerprint
