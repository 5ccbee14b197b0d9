app_name = "safeguards"
urlpatterns = []
