"""All kinds of content of all rooms, in the order in which they are loaded."""

import quizzes.kinds
import sim.kinds
import terms.kinds

KINDS = (*terms.kinds.KINDS, *quizzes.kinds.KINDS, *sim.kinds.KINDS)
