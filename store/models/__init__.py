"""The tables, split by subject. Importing this package registers every one of them on `Base.metadata`."""

from store.models.accounts import SignInRow, UserRow
from store.models.alarms import AlarmRow
from store.models.base import Base
from store.models.brands import BrandReferenceRow, BrandRow
from store.models.capturing import CaptureTokenRow, PageToCaptureRow, ReceivedPartRow, ReceivedRow
from store.models.crawling import FetchDayRow, KnownPageRow, PageRow, RunRow, SightingRow, SourceRow
from store.models.evidence import BlobRow, CaptureRow, ChainHeadRow, ChainRow, ScreenshotRow
from store.models.jobs import JobRow
from store.models.judging import FindingRow, JudgementRow
from store.models.listings import ImageRow, ListingRow, SellerRow, VersionRow
from store.models.pictures import ImageHashBlockRow, ImageHashRow
from store.models.references import ReferenceChangeRow, ReferenceMatchRow
from store.models.review import DecisionRow, FindingDecisionRow, HitRow, SkipRow
from store.models.ruling import RuleChangeRow, RuleMarkRow, ShadowFindingRow
from store.models.samples import SampleRow
from store.models.takedowns import TakedownRow, TakedownStepRow

__all__ = [
    "AlarmRow",
    "Base",
    "BlobRow",
    "BrandReferenceRow",
    "BrandRow",
    "CaptureRow",
    "CaptureTokenRow",
    "ChainHeadRow",
    "ChainRow",
    "DecisionRow",
    "FetchDayRow",
    "FindingDecisionRow",
    "FindingRow",
    "HitRow",
    "ImageHashBlockRow",
    "ImageHashRow",
    "ImageRow",
    "JobRow",
    "JudgementRow",
    "KnownPageRow",
    "ListingRow",
    "PageRow",
    "PageToCaptureRow",
    "ReceivedPartRow",
    "ReceivedRow",
    "ReferenceChangeRow",
    "ReferenceMatchRow",
    "RuleChangeRow",
    "RuleMarkRow",
    "RunRow",
    "SampleRow",
    "ScreenshotRow",
    "SellerRow",
    "ShadowFindingRow",
    "SightingRow",
    "SignInRow",
    "SkipRow",
    "SourceRow",
    "TakedownRow",
    "TakedownStepRow",
    "UserRow",
    "VersionRow",
]
