# SPDX-License-Identifier: Apache-2.0
"""The table of drafts."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base, UtcDateTime


class Draft(Base):
    """What was typed, sealed. Neither the row nor its words can be matched to anybody without the browser's cookie."""

    __tablename__ = "draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    sealed: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
