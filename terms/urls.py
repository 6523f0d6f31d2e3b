from django.urls import path, re_path

from terms import views

app_name = "terms"

urlpatterns = [
    path("units/", views.units, name="units"),
    path("units/<int:number>/", views.unit, name="unit"),
    re_path(r"^topics/(?P<number>[1-8]\.\d{1,2})/$", views.topic, name="topic"),
    path("terms/", views.terms, name="terms"),
    path("terms/<slug:slug>.md", views.term_markdown, name="term_markdown"),
    path("terms/<slug:slug>/", views.term, name="term"),
    path("questions/", views.questions, name="questions"),
    path("questions/<slug:slug>.md", views.question_markdown, name="question_markdown"),
    path("questions/<slug:slug>/", views.question, name="question"),
]
