using System.Text.Json.Serialization;
using Nca.Analysis.Robustness;
using Nca.Engines;
using Nca.Runs;

namespace Nca.Studies;

/// <summary>What a trained creature survives: every wound, and time.</summary>
/// <param name="Identity">Identity of the run: the certificate is of it and of no other.</param>
/// <param name="Name">What the run grows and how it was trained, for headings.</param>
/// <param name="Samples">Creatures that each wound fell on, and that lived the long run.</param>
/// <param name="Wounds">What came of each wound.</param>
/// <param name="Survival">What came of time alone.</param>
public sealed record Certificate(string Identity, string Name, int Samples, IReadOnlyList<WoundOutcome> Wounds, Survival Survival)
{
    /// <summary>Samples by default.</summary>
    public const int DefaultSamples = 64;

    /// <summary>Steps of the long run that claims are about.</summary>
    public const int LongRun = 100_000;

    /// <summary>What came of a wound; null where it is not among them.</summary>
    /// <param name="wound">The wound.</param>
    public WoundOutcome? Of(Wound wound)
    {
        ArgumentNullException.ThrowIfNull(wound);
        return Wounds.FirstOrDefault(outcome => outcome.Wound == wound.Name);
    }

    /// <summary>Measures one.</summary>
    /// <param name="run">The run.</param>
    /// <param name="engine">Computes the steps.</param>
    /// <param name="samples">Creatures that each wound falls on, at least 2.</param>
    /// <param name="until">Steps of the long run, a multiple of 100, at least 200.</param>
    /// <param name="wounds">The wounds; all by default.</param>
    /// <param name="watch">Told what came of each wound as soon as it is known.</param>
    public static Certificate Of(
        StoredRun run,
        IRolloutEngine engine,
        int samples = DefaultSamples,
        int until = LongRun,
        IReadOnlyList<Wound>? wounds = null,
        Action<WoundOutcome>? watch = null
    )
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 2);
        var protocol = new WoundProtocol(run.Creature, samples, engine: engine);
        var outcomes = new List<WoundOutcome>();
        foreach (var outcome in protocol.InflictEach(wounds ?? Analysis.Robustness.Wounds.All))
        {
            outcomes.Add(outcome);
            watch?.Invoke(outcome);
        }

        return new Certificate(
            run.Identity,
            $"{(run.Target.Emoji.Length > 0 ? run.Target.Emoji : run.Target.Name)}, {run.Config.Steps} iterations",
            samples,
            outcomes,
            Survival.Of(run.Creature, samples, until, engine: engine)
        );
    }
}
