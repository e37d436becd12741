namespace Nca.Runs;

/// <summary>What a training has cost so far.</summary>
/// <param name="Seconds">Seconds of training, interruptions not counted.</param>
/// <param name="Resumptions">How often it was resumed.</param>
/// <param name="Operations">
/// Multiplications and additions of the engine, probes included; null where a part of the training was not counted (a checkpoint of an
/// earlier version).
/// </param>
public readonly record struct TrainingEffort(double Seconds, int Resumptions, long? Operations);
