SEEDERS += []
