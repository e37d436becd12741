using System.Runtime.InteropServices;
using Nca.Engines;
using Nca.Engines.Fused;

namespace Nca.Runs;

/// <summary>Where a run comes from.</summary>
public sealed record Provenance
{
    /// <summary>When the training ended, UTC.</summary>
    public required DateTimeOffset Finished { get; init; }

    /// <summary>Seconds of training, interruptions not counted.</summary>
    public required double Seconds { get; init; }

    /// <summary>How often the training was resumed.</summary>
    public required int Resumptions { get; init; }

    /// <summary>Multiplications and additions of the engine, probes included; null where the record is older.</summary>
    public long? Operations { get; init; }

    /// <summary>Threads that the engine used when the training ended; 0 where the record is older.</summary>
    public int Threads { get; init; }

    /// <summary>The engine's name and arithmetic.</summary>
    public required string Engine { get; init; }

    /// <summary>
    /// Bits of the engine's vectors; 0 where the engine has none or the record is older. The same settings give the same bits on the same
    /// width.
    /// </summary>
    public int VectorBits { get; init; }

    /// <summary>Version of this library.</summary>
    public required string Library { get; init; }

    /// <summary>Version of .NET.</summary>
    public required string Runtime { get; init; }

    /// <summary>Operating system, architecture and cores.</summary>
    public required string Machine { get; init; }

    /// <summary>Whether a training can have left this: times and counts that are not negative, and texts that are there.</summary>
    internal bool IsPossible =>
        double.IsFinite(Seconds)
        && Seconds is >= 0 and < 1e10
        && Resumptions >= 0
        && Operations is null or >= 0L
        && Threads >= 0
        && VectorBits is >= 0 and <= 4096
        && Engine is not null
        && Library is not null
        && Runtime is not null
        && Machine is not null;

    /// <summary>The record of a training that ends now.</summary>
    /// <param name="engine">What computed it.</param>
    /// <param name="effort">What it has cost.</param>
    public static Provenance Now(IRolloutEngine engine, TrainingEffort effort)
    {
        ArgumentNullException.ThrowIfNull(engine);
        var system =
            OperatingSystem.IsWindows() ? "Windows"
            : OperatingSystem.IsMacOS() ? "macOS"
            : "Linux";
        return new Provenance
        {
            Finished = DateTimeOffset.UtcNow,
            Seconds = Math.Round(effort.Seconds, 1),
            Resumptions = effort.Resumptions,
            Operations = effort.Operations,
            Threads = engine.Threads,
            Engine = $"{engine.Name} ({engine.Arithmetic})",
            VectorBits = engine is FusedRolloutEngine fused ? (int)fused.Width : 0,
            Library = typeof(Provenance).Assembly.GetName().Version?.ToString(3) ?? "0",
            Runtime = RuntimeInformation.FrameworkDescription,
            Machine = $"{system}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores",
        };
    }
}
