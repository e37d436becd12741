using Nca.Engines.Fused;
using Nca.Targets;
using Nca.Training;

namespace Nca.Tests.Runs;

/// <summary>A folder, an engine and a training of a few milliseconds, for tests of what becomes of its files.</summary>
public abstract class TinyRuns : IDisposable
{
    protected string Folder { get; } = Directory.CreateTempSubdirectory("nca-").FullName;

    protected FusedRolloutEngine Engine { get; } = new(1);

    protected Target Canvas { get; } = Target.Load("1f423", 12, 8);

    protected static TrainingConfig Config { get; } =
        TrainingConfig.Distill with
        {
            Hidden = 8,
            PoolSize = 6,
            BatchSize = 4,
            Steps = 12,
            RolloutStart = 4,
            RolloutCap = 4,
            RolloutMinimum = 2,
        };

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        Engine.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
