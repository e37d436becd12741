namespace Nca.Analysis.Growth;

/// <summary>How a rule that was trained with a fire rate p is run when it is evaluated.</summary>
public enum EvaluationMode
{
    /// <summary>As it was trained: a cell fires with probability p.</summary>
    Stochastic,

    /// <summary>Every cell fires in every step (the tutorial's listing): on average 1 / p times the change that training saw.</summary>
    Synchronous,

    /// <summary>
    /// Every cell fires and its change is multiplied by p, as dropout layers are evaluated: the mean change of training, without its noise.
    /// </summary>
    Scaled,
}
