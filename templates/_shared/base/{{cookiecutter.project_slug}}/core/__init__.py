"""What every app of the project may use: it knows no domain and imports no other app."""
