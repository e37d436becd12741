namespace Nca.Sweeps.Cells;

/// <summary>How far a cell of a sweep is.</summary>
internal enum CellStatus
{
    /// <summary>Nothing was done for it.</summary>
    Waiting,

    /// <summary>Somebody trains it: its lease is alive.</summary>
    Training,

    /// <summary>Its training was interrupted and has a checkpoint.</summary>
    Interrupted,

    /// <summary>It is trained and measured.</summary>
    Done,

    /// <summary>It left the finite numbers, its pool died, or it could not be begun.</summary>
    Failed,
}
