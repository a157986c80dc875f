"""Sound that people hand in: how long it is, and the same without what the telephone wrote into it.

Nothing is decoded: each container is taken apart and only what is sound is put together again, so that names, places,
covers, other tracks and whatever was hung behind are gone, and a small file cannot become a large one.
"""

from shramsetu.files.sounds.bare import Sound as Sound
from shramsetu.files.sounds.bare import read as read
