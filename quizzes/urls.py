from django.urls import path, re_path

from quizzes import (
    attempt_views,
    card_views,
    earlier,
    exam_views,
    progress_views,
    review_views,
    saving_views,
    sitting_views,
    views,
)

app_name = "quizzes"

ITEM_ID = r"[a-z0-9]+(?:[.-][a-z0-9]+)*"

urlpatterns = [
    path("practice/", views.practice, name="practice"),
    re_path(r"^practice/topic/(?P<number>[1-8]\.\d{1,2})/$", views.topic, name="topic"),
    re_path(r"^practice/unit/(?P<number>[1-8])/$", views.unit, name="unit"),
    re_path(
        r"^practice/objective/(?P<code>[1-8]\.\d{1,2}\.[A-F])/$", views.objective, name="objective"
    ),
    re_path(r"^practice/skill/(?P<number>[1-6])/$", views.skill, name="skill"),
    path("practice/earlier/", earlier.earlier, name="earlier"),
    path("practice/weak/", views.weak, name="weak"),
    path("practice/wrong/", views.wrong, name="wrong"),
    path("practice/mixed/", views.mixed, name="mixed"),
    re_path(
        r"^practice/(?P<name>weak|wrong|mixed)/(?P<code>[0-9a-z.]{1,400})/$",
        views.round_,
        name="round",
    ),
    path("practice/term/<slug:slug>/", views.for_term, name="for_term"),
    # As core.records.ItemId has it: no other text is looked up, a database would fail at some.
    re_path(rf"^practice/item/(?P<uid>{ITEM_ID})/\Z", views.item, name="item"),
    path("practice/misconceptions/", views.misconceptions, name="misconceptions"),
    path("practice/misconceptions/<slug:identifier>/", views.misconception, name="misconception"),
    path("exam/", exam_views.exam, name="exam"),
    path("exam/start/", exam_views.start_exam, name="start_exam"),
    path("exam/<int:pk>/", exam_views.mock_exam, name="mock_exam"),
    path("exam/<int:pk>/section/", exam_views.begin_section, name="begin_section"),
    path("exam/<int:pk>/end/", exam_views.end_exam, name="end_exam"),
    path("exam/<int:pk>/score/<int:position>/", exam_views.score_exam, name="score_exam"),
    path("review/", review_views.review, name="review"),
    path("review/answer/", review_views.answer, name="answer_card"),
    path("review/undo/", review_views.undo, name="undo_card"),
    path("review/suspend/", review_views.suspend, name="suspend_card"),
    path("review/note/", review_views.note, name="note_card"),
    path("review/more/", review_views.more, name="more_cards"),
    path("review/plan/", review_views.plan, name="plan"),
    path("review/cards/", card_views.cards, name="cards"),
    path("review/cards/change/", card_views.change, name="change_card"),
    path("review/cards/<int:pk>/", card_views.edit, name="edit_card"),
    path("review/cards/new/", card_views.make, name="make_card"),
    path("review/cards/import/", card_views.import_, name="import_cards"),
    re_path(r"^review/cards/export/(?P<form>apkg|csv)/$", card_views.export, name="export_cards"),
    path("progress/", progress_views.progress, name="progress"),
    path("attempts/begin/<int:assignment_pk>/", attempt_views.begin, name="begin"),
    path("attempts/sitting/<int:assignment_pk>/", sitting_views.sitting, name="sitting"),
    path(
        "attempts/sitting/<int:assignment_pk>/time/",
        sitting_views.give_all_time,
        name="give_all_time",
    ),
    path("attempts/sitting/<int:assignment_pk>/close/", sitting_views.close_all, name="close_all"),
    path("attempts/<int:pk>/manage/", sitting_views.manage, name="manage"),
    path("attempts/<int:pk>/time/", sitting_views.give_time, name="give_time"),
    path("attempts/<int:pk>/close/", sitting_views.close, name="close"),
    path("attempts/<int:pk>/reopen/", sitting_views.reopen, name="reopen"),
    path("attempts/<int:pk>/late/", sitting_views.count_late, name="count_late"),
    path("attempts/<int:pk>/file/", sitting_views.read_file, name="read_file"),
    path("attempts/<int:pk>/", attempt_views.attempt, name="attempt"),
    path("attempts/<int:pk>/answers/<int:position>/", saving_views.save, name="save"),
    path("attempts/<int:pk>/clock/", saving_views.clock, name="clock"),
    path("attempts/<int:pk>/finish/", saving_views.finish, name="finish"),
    path("attempts/<int:pk>/hand-in/", attempt_views.hand_in, name="hand_in"),
    path("quizzes/", attempt_views.quizzes, name="quizzes"),
    path("quizzes/new/", attempt_views.new_quiz, name="new_quiz"),
    path("quizzes/<int:pk>/", attempt_views.quiz, name="quiz"),
]
