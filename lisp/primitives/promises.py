"""Promises (report, 4.2.5 and 7.3): what `force`, written in Scheme, works on.

A promise's state is a Box, shared along a chain of delay-force, that holds (done? . value or thunk).
"""

from __future__ import annotations

from lisp.core.primitive import primitive
from lisp.data.box import make_box
from lisp.data.pair import make_pair
from lisp.data.promise import Promise


@primitive("promise?", "object -> boolean", section="4.2.5", pure=True)
def promise_p(obj: object) -> bool:
    """Whether OBJ is a promise."""
    return obj.__class__ is Promise


@primitive("make-promise", "object -> promise", section="4.2.5", pure=True)
def make_promise(obj: object) -> Promise:
    """A promise that is done and gives OBJ; a promise is returned as it is."""
    return obj if obj.__class__ is Promise else Promise(make_box(make_pair(True, obj)))


@primitive("%make-done-promise", "object -> promise", pure=True)
def make_done_promise(obj: object) -> Promise:
    """A promise that is done and gives OBJ, even if that is a promise."""
    return Promise(make_box(make_pair(True, obj)))


@primitive("%make-lazy-promise", "procedure -> promise", pure=True)
def make_lazy_promise(thunk: object) -> Promise:
    """A promise that gives what forcing the promise that THUNK returns gives."""
    return Promise(make_box(make_pair(False, thunk)))


@primitive("%promise-done?", "promise -> boolean", pure=True)
def promise_done(promise: Promise) -> bool:
    """Whether the promise has its value."""
    return promise.state.content.car


@primitive("%promise-value", "promise -> object", pure=True)
def promise_value(promise: Promise) -> object:
    """The value of a promise that is done, the thunk of another."""
    return promise.state.content.cdr


@primitive("%promise-update!", "promise promise -> unspecified")
def promise_update(promise: Promise, new: Promise) -> None:
    """From now on PROMISE and NEW are one: they share their state."""
    if new.__class__ is not Promise:
        raise TypeError
    content = promise.state.content
    content.car, content.cdr = new.state.content.car, new.state.content.cdr
    new.state = promise.state
