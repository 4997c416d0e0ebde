"""A template pack for django-crispy-forms in the U.S. Web Design System, and page components.

Knows nothing of this project and could be published by itself."""
