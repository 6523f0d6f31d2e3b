from django.urls import path

from studyapp.classes import views

app_name = "classes"

urlpatterns = [
    path("", views.classes, name="classes"),
    path("new/", views.new, name="new"),
    path("<int:pk>/", views.classroom, name="classroom"),
    path("<int:pk>/join-code/", views.renew_code, name="renew_code"),
    path("<int:pk>/assign/", views.assign, name="assign"),
    path("<int:pk>/assignments/<int:assignment_pk>/", views.assignment, name="assignment"),
    path("<int:pk>/assignments/<int:assignment_pk>/start/", views.start, name="start"),
    path("<int:pk>/assignments/<int:assignment_pk>/times/", views.times, name="times"),
    path("<int:pk>/students/<int:student_pk>/time/", views.student_time, name="student_time"),
    path("<int:pk>/students/<int:student_pk>/remove/", views.remove_student, name="remove_student"),
]
