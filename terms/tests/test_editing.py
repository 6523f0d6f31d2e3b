"""An editor changes a page: readers see it after publishing, and every version can come back."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.itemfiles import write_items
from quizzes.models import Item
from studyapp.accounts.actions import grant_role
from studyapp.accounts.models import User
from studyapp.lib.worddiff import word_diff
from studyapp.tests import factories
from studyapp.tests.clients import signed_in
from terms.models import Guide, Question, Term

pytestmark = pytest.mark.django_db

OLD = "A membrane enzyme that moves ions."
NEW = "A membrane protein that pumps ions & never tires."
Commits = Callable[..., Any]


@pytest.fixture
def editor() -> Client:
    person = factories.PersonFactory(first_name="Edith")
    grant_role(person, User.Role.EDITOR)
    return signed_in(person)


@pytest.fixture
def pump() -> Term:
    factories.term("atpase", title="ATPase")
    return factories.term()


def url(row: Any, page: str, *args: Any) -> str:
    opts = row._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=[row.pk, *args])


def typed(client: Client, row: Any) -> dict[str, Any]:
    """What the form would send if nothing was touched; lines end as browsers end them."""
    form = client.get(url(row, "change")).context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    texts = {name: "" if value is None else str(value) for name, value in values.items()}
    return {name: text.replace("\n", "\r\n") for name, text in texts.items()}


def send(client: Client, row: Any, button: str, **changes: str) -> Any:
    values = typed(client, row) | changes | {button: "1"}
    return client.post(url(row, "change"), values, follow=True)


def page(row: Any, client: Client | None = None) -> str:
    return (client or Client()).get(row.get_absolute_url()).content.decode()


def test_saving_without_a_change_leaves_the_row_as_it_was(editor: Client, pump: Term) -> None:
    before = pump.to_record()
    send(editor, pump, "_save")
    pump.refresh_from_db()
    assert pump.to_record() == before
    assert pump.history.count() == 1


def test_a_draft_shows_in_the_preview_and_not_on_the_public_page(
    editor: Client, pump: Term
) -> None:
    reply = send(editor, pump, "_preview", definition=NEW)
    text = reply.content.decode()
    assert "Preview: not published" in text
    assert "never tires" in text
    assert "never tires" not in page(pump)
    assert OLD in page(pump)
    assert "Preview" not in page(pump)


def test_publishing_changes_the_public_page_at_once_although_it_was_kept(
    editor: Client, pump: Term, django_capture_on_commit_callbacks: Commits
) -> None:
    assert OLD in page(pump)
    assert OLD in page(pump)
    with django_capture_on_commit_callbacks(execute=True):
        reply = send(editor, pump, "_publish", definition=NEW)
    assert "readers see it now" in reply.content.decode()
    assert "never tires" in page(pump)
    assert pump.history.first().history_change_reason == "Published"


def test_the_preview_has_a_button_that_publishes(
    editor: Client, pump: Term, django_capture_on_commit_callbacks: Commits
) -> None:
    send(editor, pump, "_preview", definition=NEW)
    assert editor.get(url(pump, "publish")).status_code == 405
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(url(pump, "publish"))
    assert "never tires" in page(pump)


def test_faqs_and_connections_are_edited_like_the_rest(
    editor: Client, pump: Term, django_capture_on_commit_callbacks: Commits
) -> None:
    faqs = "### Does it rest?\r\n\r\nNever, while there is ATP."
    links = "### [ATPase](/terms/atpase/)\r\n\r\nIts whole family."
    with django_capture_on_commit_callbacks(execute=True):
        send(
            editor, pump, "_publish", faqs=faqs, connections=links, aliases="sodium pump\r\n\r\nNKA"
        )
    text = page(pump)
    assert "Does it rest?" in text
    assert "Its whole family." in text
    pump.refresh_from_db()
    assert pump.aliases == ["sodium pump", "NKA"]


def test_the_history_tells_who_what_and_why_word_by_word(editor: Client, pump: Term) -> None:
    send(editor, pump, "_save", definition=NEW, reason="Clearer")
    text = editor.get(url(pump, "history")).content.decode()
    assert "Edited: Clearer" in text
    assert "Edith" in text
    assert "<del>enzyme </del><ins>protein </ins>" in text
    assert "&amp; never" in text


def test_a_restored_version_is_a_new_revision_that_can_be_published(
    editor: Client, pump: Term, django_capture_on_commit_callbacks: Commits
) -> None:
    first = pump.history.first()
    with django_capture_on_commit_callbacks(execute=True):
        send(editor, pump, "_publish", definition=NEW)
    version = url(pump, "simple_history", first.history_id)
    shown = editor.get(version).content.decode()
    assert "Restore this version" in shown
    assert "<ins>enzyme </ins>" in shown
    assert OLD in editor.get(url(pump, "preview"), {"version": first.history_id}).content.decode()
    editor.post(version)
    assert "never tires" in page(pump)
    newest = pump.history.first()
    assert newest.history_change_reason.startswith("Restored from ")
    assert newest.definition == OLD
    with django_capture_on_commit_callbacks(execute=True):
        send(editor, pump, "_publish")
    assert OLD in page(pump)


def test_changes_can_be_taken_back(editor: Client, pump: Term) -> None:
    send(editor, pump, "_save", definition=NEW)
    assert "<ins>enzyme </ins>" in editor.get(url(pump, "take_back")).content.decode()
    editor.post(url(pump, "take_back"))
    pump.refresh_from_db()
    assert pump.definition == OLD
    assert not pump.has_unpublished_changes()
    assert pump.history.filter(definition=NEW).exists()


def test_an_invalid_save_keeps_what_was_typed_and_says_what_is_wrong(
    editor: Client, pump: Term
) -> None:
    changes = {"definition": NEW, "objectives": "2.8", "description": "Too short", "title": ""}
    reply = send(editor, pump, "_publish", **changes)
    form = reply.context["adminform"].form
    assert form["definition"].value() == NEW
    assert form.errors["objectives"] == [
        "“2.8” is not the code of a learning objective, such as 2.8.A."
    ]
    assert form.errors["description"] == ["Must have at least 20 characters."]
    assert form.errors["title"] == ["This field is required."]
    pump.refresh_from_db()
    assert pump.definition == OLD


def test_what_a_colleague_saved_meanwhile_is_not_overwritten_unawares(
    editor: Client, pump: Term
) -> None:
    mine = typed(editor, pump) | {"definition": "Mine.", "_save": "1"}
    send(editor, pump, "_save", definition="Theirs.")
    reply = editor.post(url(pump, "change"), mine)
    form = reply.context["adminform"].form
    assert "Somebody saved this page" in str(form.non_field_errors())
    assert form["definition"].value() == "Mine."
    editor.post(url(pump, "change"), mine | {"seen": form["seen"].value()})
    pump.refresh_from_db()
    assert pump.definition == "Mine."


def test_warnings_do_not_keep_a_page_from_being_saved(editor: Client, pump: Term) -> None:
    wordy = "word " * 41
    text = "### [Nowhere](/terms/nowhere/)\n\nOne."
    reply = send(editor, pump, "_save", definition=wordy, connections=text).content.decode()
    assert "Definition has 41 words, at most 35" in reply
    assert "Links to /terms/nowhere/, which is no term" in reply
    pump.refresh_from_db()
    assert pump.definition == wordy.strip()


def test_the_old_address_of_a_published_term_leads_to_the_new_one(
    editor: Client, pump: Term, django_capture_on_commit_callbacks: Commits
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        send(editor, pump, "_publish", slug="na-k-pump")
    reply = Client().get("/terms/sodium-potassium-pump/")
    assert (reply.status_code, reply["Location"]) == (301, "/terms/na-k-pump/")
    with django_capture_on_commit_callbacks(execute=True):
        send(editor, pump, "_publish", slug="sodium-potassium-pump")
    assert Client().get("/terms/sodium-potassium-pump/").status_code == 200
    assert Client().get("/terms/na-k-pump/").status_code == 301


def test_a_new_term_is_a_draft_that_readers_cannot_see(editor: Client, pump: Term) -> None:
    values = typed(editor, pump) | {"uid": "term-new", "slug": "new", "title": "New", "_save": "1"}
    editor.post(reverse("admin:terms_term_add"), values | {"seen": ""})
    row = Term.objects.get(uid="term-new")
    assert not row.is_published
    assert Client().get("/terms/new/").status_code == 404
    assert "Preview: not published" in editor.get(url(row, "preview")).content.decode()


def test_guides_and_study_questions_have_previews_too(editor: Client, pump: Term) -> None:
    common = {"description": "A description of some twenty characters.", "updated": factories.TODAY}
    parts = ("in_one_minute", "the_idea", "using_it", "mistakes", "check_yourself")
    guide = Guide.objects.create(
        uid="topic-2.8", number="2.8", **common, **dict.fromkeys(parts, "Gradients first.")
    )
    question = Question.objects.create(
        uid="qa-why", slug="why", question="Why ATP?", topic_id="2.8", keywords=["a"],
        answer="Because uphill.", **common,
    )  # fmt: skip
    assert "Gradients first." in send(editor, guide, "_preview").content.decode()
    assert "Gradients first." not in page(guide)
    assert "Because uphill." in send(editor, question, "_preview").content.decode()
    assert Client().get(question.get_absolute_url()).status_code == 404


def test_an_item_is_edited_as_its_file_and_published_as_a_new_version(editor: Client) -> None:
    item = factories.item()
    text = write_items([factories.choice_record(stem="Which is right now?")])
    reply = send(editor, item, "_preview", source=text)
    assert "Which is right now?" in reply.content.decode()
    tried = editor.post(url(item, "preview"), {"choice": "1"}, follow=True)
    assert "Because of B." in tried.content.decode()
    assert item.versions.count() == 1
    send(editor, item, "_publish")
    assert item.versions.count() == 2
    assert "<ins>now?</ins>" in editor.get(url(item, "history")).content.decode()
    first = item.history.last()
    editor.post(url(item, "simple_history", first.history_id))
    item.refresh_from_db()
    assert item.to_record().stem == "Which is right in u2-2.8-001?"
    rows = editor.get(reverse("admin:quizzes_item_changelist"), {"q": "Because of C"})
    assert list(rows.context["cl"].result_list) == [item]


def test_a_faulty_item_is_given_back_with_the_numbers_of_the_lines(editor: Client) -> None:
    item = factories.item()
    text = write_items([factories.choice_record()]).replace("difficulty: 2", "difficulty: 7")
    line = text.splitlines().index("  difficulty: 7") + 1
    form = send(editor, item, "_publish", source=text).context["adminform"].form
    assert f"Line {line}:" in str(form.errors["source"])
    assert form["source"].value().replace("\r\n", "\n") == text
    other = text.replace("difficulty: 7", "difficulty: 1").replace("u2-2.8-001", "u2-2.8-002")
    form = send(editor, item, "_publish", source=other).context["adminform"].form
    assert "The id never changes" in str(form.errors["source"])
    assert Item.objects.get().published["difficulty"] == 2


def test_the_list_filters_by_status_unit_and_words_of_the_text(editor: Client, pump: Term) -> None:
    factories.term("draft-term", published=False)
    send(editor, pump, "_save", definition=NEW)
    rows = reverse("admin:terms_term_changelist")

    def found(**query: str) -> set[str]:
        return {row.slug for row in editor.get(rows, query).context["cl"].result_list}

    assert found(status="draft") == {"draft-term"}
    assert found(status="changed") == {pump.slug}
    assert found(status="published") == {"atpase"}
    assert found(unit="2") == {"draft-term", "atpase", pump.slug}
    assert found(unit="3") == set()
    assert found(q='"never tires"') == {pump.slug}


def test_an_editor_finds_the_form_from_the_public_page(editor: Client, pump: Term) -> None:
    link = reverse("admin:terms_term_by_id", args=[pump.uid])
    assert link in page(pump, editor)
    assert link not in page(pump)
    assert editor.get(link)["Location"] == url(pump, "change")


@pytest.mark.parametrize("role", ["student", "teacher", None])
def test_a_student_a_teacher_and_a_stranger_get_no_admin(role: str | None, pump: Term) -> None:
    client = Client()
    if role:
        client.force_login(factories.PersonFactory(role=role))
    version = pump.history.first().history_id
    pages = [url(pump, name) for name in ("change", "preview", "history", "take_back", "publish")]
    for address in [*pages, url(pump, "simple_history", version)]:
        for reply in (client.get(address), client.post(address, {"definition": NEW})):
            assert reply.status_code == 302
            assert "/admin/login/" in reply["Location"]
    pump.refresh_from_db()
    assert pump.definition == OLD


def test_staff_without_the_right_to_change_may_neither_preview_nor_publish(pump: Term) -> None:
    client = signed_in(factories.PersonFactory(is_staff=True))
    version = url(pump, "simple_history", pump.history.first().history_id)
    assert client.get(url(pump, "preview")).status_code == 403
    for address in (url(pump, "publish"), url(pump, "take_back"), version):
        assert client.post(address).status_code == 403


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("one two", "one two", "one two"),
        ("one two", "one three", "one <del>two</del><ins>three</ins>"),
        ("a", "a <b>", "<del>a</del><ins>a &lt;b&gt;</ins>"),  # no markup gets through
        ("", "new", "<ins>new</ins>"),
        ("1 2 3 4 5 x", "1 2 3 4 5 y", " … 5 <del>x</del><ins>y</ins>"),  # context of one word
    ],
)
def test_differences_are_marked_word_by_word(old: str, new: str, shown: str) -> None:
    assert word_diff(old, new, context=1 if "…" in shown else None) == shown
