from django.db import migrations
class Migration(migrations.Migration):
    dependencies = [("offers", "0002_offer_organisation")]
