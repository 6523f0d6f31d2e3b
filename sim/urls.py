from django.urls import path

from sim import task_views, views

app_name = "sim"

urlpatterns = [
    path("", views.index, name="index"),
    path("run/", views.run, name="run"),
    path("schema.json", views.schema, name="schema"),
    path("validation/", views.validation, name="validation"),
    path("tasks/", task_views.tasks, name="tasks"),
    path("tasks/<slug:slug>/", task_views.task, name="task"),
    path("tasks/<slug:slug>/begin/", task_views.begin, name="task_begin"),
    path("tasks/<slug:slug>/try/", task_views.try_, name="task_try"),
    path("tasks/<slug:slug>/goals/", task_views.try_goals, name="try_goals"),
    path("attempts/<int:pk>/", task_views.attempt, name="task_attempt"),
    path("attempts/<int:pk>/predict/", task_views.predict, name="task_predict"),
    path("attempts/<int:pk>/goals/", task_views.attempt_goals, name="attempt_goals"),
    path("attempts/<int:pk>/hand-in/", task_views.hand_in, name="task_hand_in"),
    path("<slug:slug>/", views.scenario, name="scenario"),
]
