"""Settings, URLs, the Celery application, the home page and search: where the apps meet."""
