from django.urls import path

from sim import views

app_name = "sim"

urlpatterns = [
    path("", views.index, name="index"),
    path("run/", views.run, name="run"),
    path("schema.json", views.schema, name="schema"),
    path("validation/", views.validation, name="validation"),
    path("<slug:slug>/", views.scenario, name="scenario"),
]
