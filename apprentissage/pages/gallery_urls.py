from django.urls import path

from apprentissage.pages import views

urlpatterns = [path("", views.gallery, name="gallery")]
