namespace Nca.Studies;

/// <summary>Stages in the life of an experiment's training.</summary>
internal enum ExperimentStage
{
    /// <summary>It was trained before.</summary>
    Stored,

    /// <summary>Another process trains it.</summary>
    TrainedByAnotherProcess,

    /// <summary>An iteration is done.</summary>
    Training,

    /// <summary>It is finished.</summary>
    Finished,

    /// <summary>It left the finite numbers, or its pool died.</summary>
    Failed,
}
