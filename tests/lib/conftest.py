from hypothesis import settings

# a busy machine is no failure
settings.register_profile("house", deadline=None)
settings.load_profile("house")
