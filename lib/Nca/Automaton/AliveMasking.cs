namespace Nca.Automaton;

/// <summary>When a step asks whether a cell has a living neighbour.</summary>
public enum AliveMasking
{
    /// <summary>Only after the update (the tutorial's listing): a large enough bias on alpha can wake the whole grid in one step.</summary>
    After,

    /// <summary>
    /// Before and after the update, as Mordvintsev et al. (2020): a cell survives only if it had a living neighbour in both states.
    /// </summary>
    BeforeAndAfter,
}
