from django.urls import path

from studyapp.accounts import views

app_name = "accounts"

urlpatterns = [
    path("email/", views.no_email, name="no_email"),
    path("password/reset/", views.no_email, name="no_reset"),
    path("you/", views.you, name="you"),
    path("you/export/", views.export, name="export"),
    path("you/export/tables/", views.export_tables, name="export_tables"),
    path("you/erase/", views.erase, name="erase"),
]
