namespace Nca.Training;

/// <summary>Which samples of a batch start again, <see cref="TrainingConfig.Reseeded"/> of them.</summary>
public enum ReseedPolicy
{
    /// <summary>None.</summary>
    Kept,

    /// <summary>The first of the batch, after the rollout: what the listing's <c>argmax</c> of a scalar loss does.</summary>
    FirstReseededAfter,

    /// <summary>The one with the highest loss, after the rollout: the tutorial's text.</summary>
    ReseededAfter,

    /// <summary>
    /// The one whose pool state has the highest loss, before the rollout, so that every batch trains growth from the seed
    /// (Mordvintsev et al. 2020).
    /// </summary>
    ReseededBefore,
}
