using Nca.Automaton;
using Nca.Engines;
using Nca.Engines.Fused;
using Nca.Training;

namespace Nca.Tests.Engines;

/// <summary>The memory of a process is measured while nothing else runs in it.</summary>
[CollectionDefinition(nameof(FusedMemoryTests), DisableParallelization = true)]
[Collection(nameof(FusedMemoryTests))]
public sealed class FusedMemoryTests
{
    [Fact]
    public void Memory_stays_flat_over_thousands_of_calls()
    {
        using var engine = new FusedRolloutEngine(2);
        var states = new[] { InitialState.Plant(12, 12, 16), InitialState.Plant(12, 12, 16) };
        var (weights, gradient, loss) = (
            InitialWeights.Draw(new AutomatonConfig(), 1),
            new UpdateRuleWeights(16, 128),
            new PatternLoss(new float[12 * 12 * 4])
        );
        void Call(int number) =>
            engine.Differentiate(
                new AutomatonConfig(),
                weights,
                states,
                [3, 4],
                new CounterFireMasks(1, (uint)number, 0.5),
                loss,
                gradient
            );
        for (var call = 0; call < 300; call++)
            Call(call);
        var before = Process();
        for (var call = 0; call < 3000; call++)
            Call(call);

        // 3000 calls that leaked one perception each would leave more than 100 MB.
        Assert.InRange(Process() - before, long.MinValue, 30_000_000);

        static long Process()
        {
            GC.Collect();
            using var process = System.Diagnostics.Process.GetCurrentProcess();
            return process.PrivateMemorySize64;
        }
    }
}
