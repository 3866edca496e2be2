"""Our own stub of sqlcipher3 0.6: what the store uses, no more. Extend it when the store needs more."""

from sqlcipher3 import dbapi2 as dbapi2
from sqlcipher3.dbapi2 import *
