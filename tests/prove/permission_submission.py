"""The duties around the files for the register, what is counted, and what is read in."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from kpr_desktop.errors import EnvironmentFault, UserFault
from kpr_desktop.usecases.services import Services
from kpr_desktop.usecases.session import Session
from kpr_desktop.usecases.statistics import Statistics
from kpr_desktop.usecases.submission_records import ReceiptFault, ReceiptRecord, SendFilter, SendState
from tests.exports.fhir_samples import FORM, asked_openly, case
from tests.prove.permission_scene import Scene
from tests.support.overview import nothing_done
from tests.usecases.test_messages import sealed

Way = Callable[[], object]
WHY = "Ringte selv og ba om det"


class SubmissionDuties:
    """One session's duties around the register."""

    def __init__(self, scene: Scene, session: Session, services: Services) -> None:
        self._scene = scene
        self._session = session
        self._services = services

    def ways(self) -> Mapping[str, Way]:
        """Duty -> the call. Numbering is given away before it is taken over again."""
        return {
            **self._rehearsing(),
            **self._making(),
            **self._following(),
            **self._setting_up(),
            **self._beside(),
        }

    def _rehearsing(self) -> Mapping[str, Way]:
        services = self._services
        submission, rehearsals = services.submission, services.rehearsals
        return {
            "rehearse": submission.rehearse,
            "rehearse_yearly": lambda: submission.rehearse_yearly(2026),
            "dress_plan": rehearsals.plan,
            "dress_run": self._run,
            "dress_keep": self._keep,
            "names_of_stopped": self._names,
            "message_preview": self._preview,
            "files_made": submission.made,
            "desk_files": services.desk.files,
            "desk_steps": lambda: services.desk.steps(self._scene.export_id()),
        }

    def _making(self) -> Mapping[str, Way]:
        services, scene = self._services, self._scene
        submission = services.submission
        return {
            "export_message": lambda: services.messages.make_message(scene.out()),
            "message_again": lambda: services.messages.send_again(SendFilter(""), scene.out(), WHY),
            "export_yearly": lambda: submission.make_yearly(2026, scene.out()),
            "export_again": lambda: submission.write_again(scene.export_id(), scene.out()),
            "chain_ask": self._let_in(services.chain.ask, "submission.asked_already"),
            "chain_alone": self._let_in(
                lambda: services.chain.confirm_alone("x", "y"), "submission.nothing_asked"
            ),
        }

    def _following(self) -> Mapping[str, Way]:
        desk = self._services.desk
        return {
            "desk_mark": lambda: desk.mark(self._scene.export_id(), SendState.HANDED_OVER),
            "desk_contents": self._contents,
            "desk_faults": desk.faults,
            "desk_handle": lambda: desk.handle(self._fault(), WHY),
            "desk_trace": self._let_in(lambda: desk.trace("x"), "submission.no_such_notification"),
            "desk_answer": self._let_in(lambda: desk.read_in(b"{}"), "receipt.unknown"),
        }

    def _setting_up(self) -> Mapping[str, Way]:
        services = self._services
        chain, (_, receiver) = services.chain, sealed(self._session.now())
        return {
            "chain_step_back": lambda: chain.step_back(WHY),
            "chain_take_over": lambda: chain.take_over(WHY),
            "chain_continue": lambda: chain.continue_from("900000", "0f6b9ac1-6f6a-4f0e-9a43-2f4f3a6c9b10"),
            "chain_first_day": lambda: chain.set_first_day(chain.first_day()),
            "chain_stations": lambda: services.stations.save({}),
            "chain_receiver": lambda: services.stations.take_receiver(receiver),
            "chain_deadline": lambda: services.rehearsals.set_deadline(date(2027, 1, 15)),
            "chain_waiting": chain.waiting,
            "chain_approve": self._let_in(chain.approve, "submission.nothing_asked"),
        }

    def _beside(self) -> Mapping[str, Way]:
        services, scene = self._services, self._scene
        exchange = services.exchange
        return {
            "case_in": lambda: exchange.preview(
                FORM.write(case(asked_openly(), practice=self._session.training))
            ),
            "statistics": lambda: services.statistics.make(2026),
            "statistics_save": lambda: services.statistics.save(
                self._counted(), scene.out(), "csv", purpose="archive"
            ),
            "overview": lambda: services.overview.make(2026),
            "overview_month": lambda: services.overview.make(2026, 1),
            "overview_copy": lambda: services.overview.copy(nothing_done(), "due"),
            "overview_save": lambda: services.overview.save(nothing_done(), scene.out(), purpose="archive"),
            "renewal_look": self._renewal_look,
            "renewal": self._renewal,
        }

    # --- single ways

    def _let_in(self, doing: Way, code: str) -> Way:
        """Whoever hears of this fault was let in."""

        def tried() -> None:
            with self._passing(code):
                doing()

        return tried

    @contextlib.contextmanager
    def _passing(self, code: str) -> Iterator[None]:
        try:
            yield
        except UserFault as fault:
            if fault.code != code:
                raise

    def _closed(self) -> set[str]:
        """Persons who are blocked against the user."""
        return {self._scene.persons["all"].id, self._scene.persons["user"].id}

    def _names(self) -> None:
        shown = self._services.persons.names([s.id for s in self._scene.persons.values()])
        assert not self._closed() & set(shown)
        assert self._scene.persons["own"].id in shown

    def _preview(self) -> None:
        found = self._services.messages.preview()
        assert not self._closed() & {p.person_id for p in (*found.persons, *found.held)}

    def _contents(self) -> None:
        found = self._services.desk.contents(self._scene.export_id())
        assert not self._closed() & {each.notification.event.person_id for each in found}

    def _keep(self) -> None:
        """One that somebody made who might: keeping it, and looking at it again, are asked by themselves."""
        desk = self._services.rehearsals
        desk.keep(replace(self._scene.rehearsal, id=self._session.new_id()))
        assert desk.standing() is not None

    def _run(self) -> None:
        made = self._services.rehearsals.run()
        assert made is not None
        assert not self._closed() & {each.person_id for each in made.found if each.person_id}

    def _fault(self) -> ReceiptFault:
        """An error from the register that nobody has handled."""
        session = self._session
        receipt = ReceiptRecord(
            session.new_id(), None, "", "errors", session.new_id(), session.now(), session.user.id
        )
        made = ReceiptFault(session.new_id(), receipt.id, "", "17", "x")
        with session.work() as work:
            work.sendings.add_receipt(receipt, [made])
            work.commit()
        return made

    def _counted(self) -> Statistics:
        session = self._session
        return Statistics(2026, session.today(), "4201", session.now(), session.training, 5, ())

    def _renewal_look(self) -> None:
        with contextlib.suppress(EnvironmentFault):  # there is no such file: whoever hears of that was let in
            self._services.renewal.preview(self._scene.folder / "no-such-file")

    def _renewal(self) -> None:
        with contextlib.suppress(EnvironmentFault):  # as above
            self._services.renewal.import_file(self._scene.folder / "no-such-file", "")
