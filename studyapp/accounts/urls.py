from django.urls import path

from studyapp.accounts import views

app_name = "accounts"

urlpatterns = [
    path("you/", views.you, name="you"),
    path("you/export/", views.export, name="export"),
    path("you/erase/", views.erase, name="erase"),
]
