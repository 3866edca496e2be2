"""How the sender's letters look, how long a paper may lie, and the folder with the municipality's own letters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from kpr_desktop.codebook.letters import LetterTexts
from kpr_desktop.errors import UserFault
from kpr_desktop.usecases.ports import UnitOfWork
from kpr_desktop.usecases.records import Office
from kpr_desktop.usecases.refusal import FormRefused
from kpr_desktop.usecases.session import Session

ALT_LIMIT = 120
OWN_SETTING = "letters.own_folder"
"""Where the municipality's own letters lie, as it was chosen. It goes with the vault: all who use it make the same
letters; where the folder cannot be reached, ours are used."""


@dataclass(frozen=True, slots=True)
class LetterLook:
    """What the sender's letters have. `logo`: PNG bytes, empty = none; the letter's reader is told `logo_alt`."""

    logo: bytes = b""
    logo_alt: str = ""
    logo_right: bool = False
    window: bool = True
    exempt: bool = False


class LetterSettings:
    """Reads and changes them. `check_logo` raises UserFault letter.logo for a picture that no letter can have."""

    def __init__(self, session: Session, texts: LetterTexts, check_logo: Callable[[bytes], object]) -> None:
        self._session = session
        self._texts = texts
        self._check_logo = check_logo

    def look(self) -> LetterLook:
        """As it is now."""
        with self._session.work() as work:
            return look_of(work.records.office())

    def check_logo(self, png: bytes) -> None:
        """Raises UserFault letter.logo (logo) for what is too large, no PNG or a broken one."""
        self._check_logo(png)

    def save_look(self, look: LetterLook) -> None:
        """Raises FormRefused: letter.logo (logo), letter.logo_alt_missing and form.too_long (logo_alt)."""
        session = self._session
        session.require("office.write")
        look = replace(look, logo_alt=" ".join(look.logo_alt.split()) if look.logo else "")
        faults = list(self._faults(look))
        if faults:
            raise FormRefused(faults)
        with session.work() as work:
            office = work.records.office()
            work.records.save_office(
                replace(
                    office,
                    logo=look.logo,
                    logo_alt=look.logo_alt,
                    logo_right=look.logo_right,
                    window=look.window,
                    exempt=look.exempt,
                )
            )
            session.log(work, "office.save")
            work.commit()

    def own_folder(self) -> str:
        """Where the municipality's own letters lie; empty = there are none."""
        with self._session.work() as work:
            return own_folder(work)

    def set_own_folder(self, folder: str) -> None:
        """Use the letters in this folder from now on; empty = ours alone. Raises UserFault letter.own_folder."""
        session = self._session
        session.require("office.write")
        if folder and not Path(folder).is_dir():
            raise UserFault("letter.own_folder", "folder")
        with session.work() as work:
            work.records.save_setting(OWN_SETTING, folder)
            session.log(work, "settings.own_letters")
            work.commit()
        self.read_again()

    def read_again(self) -> None:
        """Read the folder anew: somebody may have mended a file."""
        folder = self.own_folder()
        self._texts.lay_over(Path(folder) if folder else None)

    def reachable(self) -> bool:
        """Whether the folder that was chosen is there; also when none was."""
        folder = self.own_folder()
        return not folder or Path(folder).is_dir()

    def own_faults(self) -> tuple[UserFault, ...]:
        """What is wrong in the folder, one for each file: letter.own_wrong | letter.own_script, with file and line."""
        return self._texts.faults()

    def own_count(self) -> int:
        """How many of the folder's files are in use."""
        return self._texts.own_count()

    def _faults(self, look: LetterLook) -> list[UserFault]:
        if not look.logo:
            return []
        faults = []
        try:
            self._check_logo(look.logo)
        except UserFault as fault:
            faults.append(fault)
        if not look.logo_alt:
            faults.append(UserFault("letter.logo_alt_missing", "logo_alt"))
        if len(look.logo_alt) > ALT_LIMIT:
            faults.append(UserFault("form.too_long", "logo_alt", limit=ALT_LIMIT))
        return faults


def look_of(office: Office) -> LetterLook:
    """The part of the sender that letters look like."""
    return LetterLook(office.logo, office.logo_alt, office.logo_right, office.window, office.exempt)


def own_folder(work: UnitOfWork) -> str:
    """The setting."""
    return work.records.setting(OWN_SETTING) or ""
