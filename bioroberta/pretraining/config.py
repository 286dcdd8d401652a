"""Settings of the stage `pretrain`. The defaults are RoBERTa-base with the batch and rate that bsc-bio-es used."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from bioroberta.config import Config


class ModelConfig(Config):
    """The encoder. RoBERTa-base: Liu et al. 2019, table 9. The vocabulary's size comes from the tokenizer."""

    layers: int = Field(default=12, ge=1)
    """Liu et al. 2019, table 9."""
    hidden_size: int = Field(default=768, ge=1)
    """Liu et al. 2019, table 9."""
    heads: int = Field(default=12, ge=1)
    """Liu et al. 2019, table 9."""
    intermediate_size: int = Field(default=3072, ge=1)
    """Liu et al. 2019, table 9 (FFN inner hidden size)."""
    dropout: float = Field(default=0.1, ge=0, lt=1)
    """Liu et al. 2019, table 9."""
    attention_dropout: float = Field(default=0.1, ge=0, lt=1)
    """Liu et al. 2019, table 9."""
    max_length: int = Field(default=512, ge=8)
    """Longest input in tokens, `<s>` and `</s>` included; `encode.block_length` may not be longer."""

    @model_validator(mode="after")
    def _heads_divide(self) -> Self:
        if self.hidden_size % self.heads:
            raise ValueError(f"hidden_size {self.hidden_size} is not a multiple of heads {self.heads}")
        return self


class MaskingConfig(Config):
    """Which tokens the model has to predict, and what it sees in their place."""

    share: float = Field(default=0.15, gt=0, lt=1)
    """Share of a block's ordinary tokens to predict. Devlin et al. 2019, section 3.1; kept by RoBERTa."""
    masked: float = Field(default=0.8, ge=0, le=1)
    """Of these, the share shown as `<mask>`; what `masked` and `random` leave is shown unchanged."""
    random: float = Field(default=0.1, ge=0, le=1)
    """Of these, the share shown as a random ordinary token."""

    @model_validator(mode="after")
    def _shares_fit(self) -> Self:
        if self.masked + self.random > 1:
            raise ValueError(f"masked {self.masked} + random {self.random} is more than 1")
        return self


class OptimizerConfig(Config):
    """Adam with decoupled weight decay and its schedule."""

    peak_lr: float = Field(default=5e-4, gt=0)
    """Model card of bsc-bio-es; fairseq's README for a batch of 2,048."""
    warmup_share: float = Field(default=0.08, ge=0, lt=1)
    """Share of the steps over which the rate rises; then it falls to 0 in a line. fairseq: 10,000 of 125,000."""
    betas: tuple[float, float] = (0.9, 0.98)
    """Liu et al. 2019, table 9."""
    eps: float = Field(default=1e-6, gt=0)
    """Liu et al. 2019, table 9."""
    weight_decay: float = Field(default=0.01, ge=0)
    """Liu et al. 2019, table 9; not on biases and norms."""
    clip_norm: float | None = Field(default=None, gt=0)
    """Longest gradient; none: no clipping, as in Liu et al. 2019, table 9."""


class PretrainConfig(Config):
    """One pretraining run. Sizes are global: what a worker gets is derived from them."""

    model: ModelConfig = ModelConfig()
    masking: MaskingConfig = MaskingConfig()
    optimizer: OptimizerConfig = OptimizerConfig()
    steps: int = Field(default=125_000, ge=1)
    """Optimizer steps. fairseq's RoBERTa README; bsc-bio-es does not say (48 h on 16 V100 would fit it)."""
    global_batch: int = Field(default=2_048, ge=1)
    """Blocks a step, over all workers. Model card of bsc-bio-es."""
    micro_batch: int = Field(default=16, ge=1)
    """Blocks computed at once by one worker; gradients accumulate. fairseq's README for 16 GB of GPU memory."""
    precision: Literal["float32", "bfloat16", "float16"] = "float32"
    """What layers compute in; weights and sums stay float32. bfloat16 needs a GPU from sm_80; float16, for older ones
    such as V100, scales the loss and skips a step whose gradients overflow. CPUs are slower with either (bfloat16 about
    3x without AMX)."""
    seed: int = 0
    """Of the initial weights, the order of blocks, masking and dropout."""
    log_every: int = Field(default=50, ge=1)
    """Steps between two lines of metrics."""
    validation_every: int = Field(default=1_000, ge=1)
    """Steps between two measurements of the validation loss; it is also measured at the end."""
    validation_blocks: int = Field(default=2_048, ge=1)
    """Validation blocks to measure on at most, the same ones with the same masks each time."""
    checkpoint_every: int = Field(default=500, ge=1)
    """Steps between two snapshots: what a kill costs at most."""
    keep: int = Field(default=2, ge=1)
    """Snapshots kept while training."""
    max_failures: int = Field(default=3, ge=0)
    """Times that training restarts by itself from the last snapshot after a worker was lost."""

    @model_validator(mode="after")
    def _batches_fit(self) -> Self:
        if self.global_batch % self.micro_batch:
            raise ValueError(f"global_batch {self.global_batch} is not a multiple of micro_batch {self.micro_batch}")
        return self

    @property
    def micro_batches(self) -> int:
        """Micro-batches of a global batch."""
        return self.global_batch // self.micro_batch
