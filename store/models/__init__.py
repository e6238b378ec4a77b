"""The tables, split by subject. Importing this package registers every one of them on `Base.metadata`."""

from store.models.accounts import SignInRow, UserRow
from store.models.base import Base
from store.models.brands import BrandReferenceRow, BrandRow
from store.models.crawling import PageRow, RunRow, SightingRow, SourceRow
from store.models.evidence import BlobRow, CaptureRow, ChainHeadRow, ChainRow
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
    "Base",
    "BlobRow",
    "BrandReferenceRow",
    "BrandRow",
    "CaptureRow",
    "ChainHeadRow",
    "ChainRow",
    "DecisionRow",
    "FindingDecisionRow",
    "FindingRow",
    "HitRow",
    "ImageHashBlockRow",
    "ImageHashRow",
    "ImageRow",
    "JobRow",
    "JudgementRow",
    "ListingRow",
    "PageRow",
    "ReferenceChangeRow",
    "ReferenceMatchRow",
    "RuleChangeRow",
    "RuleMarkRow",
    "RunRow",
    "SampleRow",
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
