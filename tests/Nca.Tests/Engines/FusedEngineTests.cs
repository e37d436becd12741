using System.Reflection;
using Nca.Automaton;
using Nca.Engines;
using Nca.Engines.Fused;
using Nca.Training;

namespace Nca.Tests.Engines;

public sealed class FusedEngineTests : EngineAgainstReference
{
    protected override IRolloutEngine Engine { get; } = new FusedRolloutEngine();

    [Fact]
    public void Threads_change_no_bit()
    {
        var results = new[] { 1, 2, 16 }
            .Select(threads =>
            {
                using var engine = new FusedRolloutEngine(threads);
                return GradientOfReferenceStates(engine);
            })
            .ToArray();
        Assert.Equal(results[0], results[1]);
        Assert.Equal(results[0], results[2]);
    }

    [Fact]
    public void A_used_engine_gives_the_bits_of_a_fresh_one()
    {
        using var engine = new FusedRolloutEngine(1);
        var first = GradientOfReferenceStates(engine);
        var other = new CellState(5, 9, 6);
        engine.Differentiate(
            new AutomatonConfig { Channels = 6, Hidden = 3 },
            new UpdateRuleWeights(6, 3),
            [other],
            [4],
            new SynchronousUpdate(),
            new PatternLoss(new float[5 * 9 * 4]),
            new UpdateRuleWeights(6, 3)
        );
        Assert.Equal(first, GradientOfReferenceStates(engine));
        Assert.Equal(first, GradientOfReferenceStates(engine));
    }

    // A first tier without optimisation made the first iterations of a training ten times slower than the later ones.
    [Fact]
    public void Kernels_are_compiled_optimised_at_once()
    {
        const BindingFlags Any = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        var tiles = typeof(MatrixTiles).GetMethods(BindingFlags.Static | BindingFlags.Public);
        Assert.Equal(9, tiles.Length);
        string[] loops = ["Propose", "AddChanges", "Empty", "Record", "Clamp", "StepBack", "Gather", "Survey", "List"];
        Assert.All(
            [
                .. tiles,
                .. loops.Select(name => typeof(SampleRollout<Lanes512>).GetMethod(name, Any)!),
                typeof(CellSet).GetMethod(nameof(CellSet.Widen))!,
                typeof(CounterFireMasks).GetMethod(nameof(CounterFireMasks.Fill))!,
            ],
            method => Assert.True(method.MethodImplementationFlags.HasFlag(MethodImplAttributes.AggressiveOptimization), method.Name)
        );
    }

    private static float[] GradientOfReferenceStates(FusedRolloutEngine engine)
    {
        var gradient = new UpdateRuleWeights(16, 128);
        CellState[] states =
        [
            .. ReferenceData.States("roll_state0"),
            .. ReferenceData.States("roll_distill_t8"),
            .. ReferenceData.States("roll_distill_t1"),
        ];
        engine.Differentiate(
            ReferenceData.Variants["distill"],
            ReferenceData.Weights(),
            states,
            [5, 6, 7, 8, 9, 10],
            new CounterFireMasks(1, 2, 0.5),
            new PatternLoss(ReferenceData.TargetRgba("grad_target")),
            gradient
        );
        return gradient.Values;
    }
}
