using Nca.Engines.Fused;
using Nca.Runs;
using Nca.Targets;
using Nca.Training;

namespace Nca.Tests.Runs;

/// <summary>All the seeds of a recipe that a store holds.</summary>
public sealed class RecipeSeedsTests : IDisposable
{
    private static readonly TrainingConfig _config = TrainingConfig.Distill with
    {
        Hidden = 4,
        PoolSize = 4,
        BatchSize = 2,
        Steps = 2,
        RolloutStart = 2,
        RolloutCap = 2,
        RolloutMinimum = 2,
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("nca-").FullName;

    [Fact]
    public void Are_found_whatever_their_folders_are_called_and_nothing_else_is()
    {
        using var engine = new FusedRolloutEngine(1);
        var (chick, lizard) = (Target.Load("1f423", 12, 8), Target.Load("1f98e", 12, 8));
        var (own, shipped) = (Path.Combine(_folder, "own"), Path.Combine(_folder, "shipped"));
        var store = new RunStore(own, shipped);
        var elsewhere = new RunStore(shipped);
        foreach (var seed in new[] { 3, 1 })
            Train(store, _config with { Seed = seed }, chick);
        foreach (var seed in new[] { 1, 2 })
            Train(elsewhere, _config with { Seed = seed }, chick);
        Train(store, _config with { Seed = 4, FireRate = 0.7 }, chick);
        Train(store, _config with { Seed = 5 }, lizard);

        Assert.Equal([1, 2, 3], store.FindSeeds(_config, chick, engine.Arithmetic).Select(run => run.Config.Seed));
        Assert.Empty(store.FindSeeds(_config with { Steps = 3 }, chick, engine.Arithmetic));

        void Train(RunStore into, TrainingConfig config, Target target) =>
            into.LoadOrTrain(config, target, engine, cancellation: TestContext.Current.CancellationToken);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
