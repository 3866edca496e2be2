"""The language of what Qt itself writes and formats in the window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale, QObject, QTranslator

_LOCALES = {"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}


class Speaker(QObject):
    """Gives Qt our texts. Its own come with no bokmål, so without this a dialog's buttons would stand in English."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._translator: QTranslator | None = None
        self._data = b""
        self._language = ""

    def speak(self, language: str) -> None:
        """Let Qt speak nb, nn or en from now on; what is on screen already stays as it is."""
        if language == self._language:
            return
        from kpr_desktop.codebook.qt_texts import load_qt_texts  # noqa: PLC0415 - after the first page
        from kpr_desktop_ui.pages.qm_file import qm_file  # noqa: PLC0415 - as above

        self._language = language
        QLocale.setDefault(QLocale(_LOCALES[language]))
        self.fall_silent()
        if texts := load_qt_texts(language):
            self._data = qm_file(texts)  # Qt reads it where it lies
            self._translator = QTranslator(self)
            self._translator.load(self._data)
            QCoreApplication.installTranslator(self._translator)

    def fall_silent(self) -> None:
        """Leave Qt its own texts."""
        if self._translator is not None:
            QCoreApplication.removeTranslator(self._translator)
            self._translator.deleteLater()
            self._translator = None
