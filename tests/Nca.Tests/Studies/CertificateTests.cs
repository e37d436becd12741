using Nca.Analysis.Robustness;
using Nca.Studies;

namespace Nca.Tests.Studies;

/// <summary>What a certificate claims, and how it is written.</summary>
public sealed class CertificateTests
{
    [Fact]
    public void Claims_name_wounds_that_exist() =>
        Assert.Empty(Criteria.Regenerating.Survived.Keys.Except(Wounds.All.Select(wound => wound.Name)));

    [Fact]
    public void A_claim_holds_where_enough_are_back_at_the_last_look()
    {
        var claims = Criteria.Regenerating.Check(Made(centre: 9, until: Certificate.LongRun));
        Assert.Equal([0.9, null, 0.98], claims.Select(claim => claim.Bound));
        Assert.Equal([0.9, 0.1, 1], claims.Select(claim => claim.Value));
        Assert.All(claims, claim => Assert.True(claim.Holds));
        Assert.False(Criteria.Regenerating.Check(Made(centre: 8, until: Certificate.LongRun))[0].Holds);
        Assert.All(Criteria.Document.Check(Made(centre: 0, until: Certificate.LongRun)), claim => Assert.Null(claim.Bound));
    }

    [Fact]
    public void A_shorter_run_is_only_reported() => Assert.Null(Criteria.Regenerating.Check(Made(9, until: 1_000))[^1].Bound);

    [Fact]
    public void The_table_tells_shares_intervals_and_verdicts()
    {
        var text = CertificateText.Write(Made(centre: 8, until: 1_000), Criteria.Regenerating);

        // Wilson's interval of 8 in 10, from his formula: (8 + 1.92) / 13.84 ± 1.96 / 13.84 · √(10 · 0.8 · 0.2 + 0.96) = 0.490, 0.943.
        Assert.Contains("| disc in the centre | 0 % [0 %, 27.8 %] | **80 % [49 %, 94.3 %]** | ≥ 90 %: FAILS | 2 | 100 % |\n", text);
        Assert.Contains("| seed | 10 % ", text);
        Assert.Contains("| reported | 9 | 100 % |\n", text);
        Assert.EndsWith("10 of 10 creatures stay themselves to step 1,000 (100 % [72.2 %, 100 %]; reported).\n", text);
    }

    private static Certificate Made(int centre, int until) =>
        new(
            "identity",
            "🐣",
            10,
            [Outcome(Wounds.LargeCentre, "disc in the centre", 0, centre), Outcome(Wounds.SeedInside, "seed", 1, 1)],
            new Survival(until, new int?[10], [], [], [])
        );

    private static WoundOutcome Outcome(Wound wound, string text, int first, int last) =>
        new(
            wound.Name,
            text,
            [200, 600],
            [
                .. Enumerable
                    .Range(0, 10)
                    .Select(sample => new WoundTrial(200, true, 1, [sample < first ? 0 : 2, sample < last ? 0 : 2], [1, 1])),
            ]
        );
}
