"""What every other room stands on: files, pages, figures, languages, estimates, money."""
