"""The app package that an administrator uploads to Teams: manifest, translations and icons."""
