"""The words of the service: frozen data and pure rules, standard library only."""
